"""Which of the topics that a sentence lists were on the table at a meeting: what those who met discussed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import find_countries
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import PARSED_LANGUAGES, parse
from llmextract.extraction.titles import is_title_head
from llmextract.extraction.topic_grammar import is_subject, is_topic_verb, topic_nouns
from llmextract.extraction.topic_tellers import (
    head_of,
    is_for_others,
    is_of_other_gathering,
    is_past,
    is_stance,
    is_told,
    takes_stance,
    teller,
    verb_above,
)
from llmextract.extraction.topics import find_topics, topics_in_names
from llmextract.schemas import Status, TopicCategory

if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.extraction.occasions import Occasion
    from llmextract.extraction.syntax import Parse, Word
    from llmextract.extraction.topics import FoundTopic

_TO_COME = frozenset({Status.PLANNED, Status.CANCELLED})
_NAMELESS = frozenset({"PRON", "DET", "NUM"})
"""Parts of speech of who was named before: "they", "both", "the two"."""
_BEFORE_NOUN = frozenset({"compound", "amod", "poss", "nmod"})
_SIDES = frozenset({
    "side", "party", "pair", "duo", "man", "woman", "country", "nation", "neighbour", "neighbor",
    "counterpart", "official", "ally", "delegation", "interlocutor",
})  # fmt: skip
"""Nouns for those who meet."""
_TELLING = frozenset({
    "statement", "communique", "communiqué", "readout", "release", "declaration", "ministry", "office",
    "spokesman", "spokeswoman", "spokesperson", "source", "diplomat", "aide",
})  # fmt: skip
"""Nouns for what tells of a meeting."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a sentence tells of the subjects of a meeting.

    Attributes:
        text: The sentence.
        topics: What it says was or is to be discussed there.
        is_beside: Whether all that it lists was discussed by others, elsewhere or not at all, or it tells a stance.
    """

    text: str
    topics: tuple[FoundTopic, ...]
    is_beside: bool = False

    @classmethod
    def of(cls, occasion: Occasion, sentence: int, article: Article) -> Table:
        """Read a sentence.

        Args:
            occasion: The meeting.
            sentence: Index of a sentence that tells what it was about, or may do so.
            article: The article.
        """
        text = article.sentences[sentence].text
        found = find_topics(text, article.language)
        if article.language not in PARSED_LANGUAGES:
            return cls(text, tuple(found))
        parsed, side = parse(text), _Sides(occasion, sentence, article)
        topics = tuple(topic for topic in found if side.discuss(parsed, topic))
        return cls(text, topics, is_beside=not topics and (bool(found) or takes_stance(parsed)))


def told_in_headline(occasion: Occasion, article: Article) -> tuple[FoundTopic, ...]:
    """Return what the headline says was or is to be discussed at the article's main meeting.

    Args:
        occasion: The meeting.
        article: The article.

    Returns:
        The topics of a category that is known; none where the headline names nobody who met, nor their state.
    """
    title, language = article.title, article.language
    if not title or language not in PARSED_LANGUAGES:
        return ()
    states = {country.code for country in find_countries(title)}
    named = any(member.country in states or member.name.split()[-1] in title for member in occasion.members)
    found = find_topics(title, language) or topics_in_names(title, language) if named else []
    return tuple(topic for topic in found if topic.category is not TopicCategory.OTHER)


class _Sides:
    """Those who meet, as a sentence speaks of them."""

    def __init__(self, occasion: Occasion, sentence: int, article: Article) -> None:
        self._text = article.sentences[sentence].text
        own = [report.draft.status for report in occasion.reports if report.sentence == sentence]
        self._reports = bool(own)
        self._held = _TO_COME.isdisjoint(own or [occasion.status])
        self._names = {word for member in occasion.members for word in member.name.split() if word[0].isupper()}
        countries = {member.country for member in occasion.members}
        self._countries = set() if None in countries else countries
        start = article.sentences[sentence].start
        self._spans = [
            (mention.start - start, mention.end - start)
            for member in occasion.members
            for mention in member.mentions
            if mention.sentence == sentence
        ]

    def discuss(self, parsed: Parse, topic: FoundTopic) -> bool:
        """Whether the sentence says that they discuss something."""
        head = head_of(parsed, topic.start, topic.end)
        verb = verb_above(parsed, head) if head else None
        if head is None or verb is None:
            return True
        wanted = verb.lemma == "call" and head.lemma in frame_words()["occasions"]  # "called for an urgent session"
        if wanted or is_of_other_gathering(parsed, head) or not is_subject(parsed, head) or is_stance(parsed, verb):
            return False
        if not is_told(parsed, verb, held=self._held, own=self._reports):
            return False
        if not self._reports and ((not self._held and is_past(parsed, verb)) or is_for_others(parsed, verb)):
            return False  # "They also discussed trade", of people who are to meet again; "in a speech she urged ..."
        who = teller(parsed, verb) if is_topic_verb(verb) and not self._reports else None
        return who is None or self._are(parsed, who)

    def _are(self, parsed: Parse, who: Word) -> bool:
        """Whether a word means one of them, several, or their meeting."""
        if who.kind in _NAMELESS or any(start <= who.start < end for start, end in self._spans):
            return True
        words = [word for word in parsed.subtree(who) if word.relation in _BEFORE_NOUN or word is who]
        phrase = self._text[min(word.start for word in words) : who.end]
        countries = {country.code for country in find_countries(phrase)}
        if countries:
            return not (self._countries and self._countries.isdisjoint(countries))
        lemma = who.lemma.lower()
        known = _SIDES | _TELLING | topic_nouns() | frame_words()["occasions"]
        return (
            who.text in self._names
            or lemma in known
            or is_title_head(lemma)
            or who.text.lower() in cast_words()["group"]
        )
