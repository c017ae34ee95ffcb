"""When and where, from other sentences than the one that reports a meeting.

Later ones may add it: "The talks took place in Vienna on Tuesday". Earlier ones may have told of the journey: "She
arrived in Vienna on Tuesday. In a meeting with President Orr, she said ..." holds for what follows, as far as that
gives no time or place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.circumstances import Circumstances, find_circumstances, find_speech, is_place_use
from llmextract.extraction.countries import find_countries
from llmextract.extraction.cues import has_cue, offers
from llmextract.extraction.dates import find_time_expressions, resolve_date
from llmextract.extraction.frame_tense import is_still_to_come
from llmextract.extraction.journeys import begins_journey, meets_there, tells_of_arrival, tells_of_stay
from llmextract.extraction.known_meetings import circumstances_of_known, speaks_of_known
from llmextract.extraction.places import find_places
from llmextract.extraction.report_circumstances import FUTURE
from llmextract.extraction.sources import find_attributions, find_backing
from llmextract.extraction.speeches import is_of_main_verb, is_told_by_speech, main_subjects
from llmextract.extraction.syntax import PARSED_LANGUAGES, parse
from llmextract.extraction.told_circumstances import circumstances_of
from llmextract.extraction.unnamed_offices import told_by_office
from llmextract.schemas import Format, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article, Sentence
    from llmextract.extraction.occasions import Occasion

# "The first meeting took place after ...", "Their talks, the first since 2019, were held in ...": a subject that was
# spoken of before, and a verb that says when or where it was.
_ADDS = regex.compile(
    r"\b(?:the|this|that|these|those|their|both|la|le|les|das|die|der|el|los)\s+(?:\p{Ll}[\p{L}-]*\s+){0,3}"
    r"(?:meetings?|talks|summit|session|conference|discussions?|conversation|calls?|visit|negotiations|encounter|trip|dinner|"
    r"rencontre|réunion|entretien|sommet|treffen|gespräch|reunión|encuentro|cumbre)\b"
    r"(?:,[^,]{1,80},)?\s+(?:\p{Ll}+\s+){0,4}?(?:took\s+place|takes?\s+place|taking\s+place|beg[aiu]n|begins|started|starts?|opened|opens?|lasted|"
    r"(?:was|were|is|are|be|been)\s+(?:being\s+|to\s+be\s+)?(?:held|hosted|scheduled|set|due|planned|on|in|at)|"
    r"a\s+eu\s+lieu|fand|tuvo\s+lugar|se\s+celebró)\b",
    regex.IGNORECASE,
)
_ANOTHER = regex.compile(
    r"\b(?:next|previous|last|earlier|follow-up|second|another|prochaine?|próxim[oa]|nächste\w*)\b", regex.IGNORECASE
)
_AFTER_FIRST = regex.compile(
    r"(?:After|Following)\s+(?:(?:calling|meeting|seeing)\b|(?:the|their|his|her|this|that)\s+(?:\w+\s+)?(?:meeting|talks)\b)"
)
# "He addressed the conflict during a meeting", "Speaking after a meeting"
_SPOKE = regex.compile(
    r"^(?:He|She|[\p{Lu}][\p{L}’'-]+|Speaking)\b[^,;]{0,60}?\b(?P<when>at|during|after|following)\s+"
    r"(?:meeting|(?:(?:an?|the|his|her|their)\s+)?(?:\w+\s+)?(?:meeting|talks))\b"
)
_BEFORE = 3  # sentences
_AFTER = 6
# Of a meeting long before, the first sentences tell nothing.
_FORMER = regex.compile(
    r"\b(?:(?:last|previously|first)\s+(?:met|spoke|talked|held\s+talks)|"
    r"(?:(?:most\s+)?recent|last|previous)\s+(?:meeting|talks|visit))\b"
)
# Another visit: "had met Orr last month".
_LONG_AGO = regex.compile(
    r"\b(?:(?:earlier\s+this|last)\s+(?:week|month|year|spring|summer|autumn|fall|winter|\p{Lu}\p{Ll}+)|last\s+(?:met|spoke|talked))\b"
)
_LEAD = 2  # sentences


@dataclass(frozen=True)
class _Teller:
    """What an article's sentences tell of times and places.

    Attributes:
        article: With its sentences.
        by_grammar: Whether they are parsed; else their words alone count.
    """

    article: Article
    by_grammar: bool

    def circumstances(
        self, index: int, *, future: bool, known: bool = False, journeys_only: bool = False
    ) -> Circumstances:
        """Return the time and place that a sentence gives: of any meeting or journey, of one known, or of journeys."""
        sentence = self.article.sentences[index]
        find = partial(find_circumstances, self.article, sentence.start, sentence.end, (), future=future)
        if not self.by_grammar:
            return find()
        text = sentence.text
        told = circumstances_of_known(text) if known else circumstances_of(text, journeys_only=journeys_only)

        def belongs(offset: int, place: bool) -> bool:
            at = offset - sentence.start
            # What comes then is another meeting: "The talks will resume in Lima on Friday".
            later = not (future or (place and journeys_only)) and is_still_to_come(parse(text), at)
            return told(at, place) and not later

        return find(belongs=belongs)

    def tells_of_stay(self, index: int) -> bool:
        """Whether a sentence says where somebody is."""
        return self.by_grammar and tells_of_stay(self.article.sentences[index].text)

    def tells_of_arrival(self, index: int) -> bool:
        """Whether a sentence says that somebody has arrived somewhere."""
        return self.by_grammar and tells_of_arrival(self.article.sentences[index].text)

    def is_first_day(self, index: int, found: Circumstances) -> bool:
        """Whether the day that a sentence gives is only the first of a journey, days before or after the article's."""
        published = self.article.published
        near = found.date is None or published is None or 0 <= (published - found.date.start).days <= 1
        return not near and self.by_grammar and begins_journey(self.article.sentences[index].text)

    def speaks_of_known(self, index: int) -> bool:
        """Whether a sentence says more of a meeting that was told before."""
        return self.by_grammar and speaks_of_known(self.article.sentences[index].text)


def add_circumstances(article: Article, occasions: Sequence[Occasion], *, parsed: bool = True) -> None:
    """Give each meeting the time and place that other sentences tell.

    Args:
        article: With its sentences.
        occasions: The meetings, in order; what is found is appended to their ``additions``.
        parsed: Whether the sentences may be parsed, where their language is: it takes time that a reading of the whole
            article saves.
    """
    teller = _Teller(article, parsed and article.language in PARSED_LANGUAGES)
    _add_later(teller, occasions)
    for number, occasion in enumerate(occasions):
        if occasion.format is Format.IN_PERSON:
            _add_same_visit(article, occasion, occasions[:number])
            _add_there(teller, occasion)
            _add_journey(teller, occasion)
            _add_lead(teller, occasion, occasions[:number])
            _add_later_stay(teller, occasion, occasions)
            _add_speech(article, occasion)
        if teller.by_grammar:
            _add_day_of_speech(article, occasion)
    if occasions:
        _add_headline(article, occasions[0])


def _add_later(teller: _Teller, occasions: Sequence[Occasion]) -> None:
    """Look for sentences that report no meeting of their own but say when or where one was."""
    article = teller.article
    for index, sentence in enumerate(article.sentences):
        reporting = [each for each in occasions if index in _reporting(each)]
        goes_on = len(reporting) == 1 and min(_reporting(reporting[0])) < index
        if reporting and not goes_on:
            continue
        adds = _ADDS.search(sentence.text)
        told = adds is not None and not _ANOTHER.search(adds[0])
        known = not told and teller.speaks_of_known(index)
        if not (told or known):
            continue
        if any(source.stance is not Stance.ASSERTS for source in find_attributions(sentence.text)):
            continue
        occasion = reporting[0] if reporting else _last_before(index, occasions)
        if occasion is not None:
            future = occasion.reports[0].draft.status in FUTURE
            found = teller.circumstances(index, future=future, known=known)
            occasion.additions.append(found)
            occasion.vouching.add(find_backing(sentence.text))


def _reporting(occasion: Occasion) -> set[int]:
    """Return the sentences that report a meeting, and not only who else was there."""
    return {report.sentence for report in occasion.reports if not report.joins}


def _last_before(index: int, occasions: Sequence[Occasion]) -> Occasion | None:
    def last(occasion: Occasion) -> int:
        return max((report.sentence for report in occasion.reports if report.sentence < index), default=-1)

    found = max(occasions, key=last, default=None)
    return found if found is not None and last(found) >= 0 else None


def _add_journey(teller: _Teller, occasion: Occasion) -> None:
    """Look for the journey before the first report: in the same sentence, then in those before it."""
    article = teller.article
    first = occasion.reports[0]
    if _FORMER.search(article.sentences[first.sentence].text) or (first.again and not first.named):
        return
    future = first.draft.status in FUTURE
    named = _naming(occasion)
    if teller.by_grammar and first.sentence and told_by_office(article, first.sentence - 1, first.members):
        named.add(first.sentence - 1)
    last = first.sentence - teller.by_grammar  # of its own sentence, grammar has told all
    for index in range(last, max(-1, first.sentence - 1 - _BEFORE), -1):
        if occasion.time and occasion.place:
            return
        sentence = article.sentences[index]
        if index in named and (has_cue("visit", sentence.text, article.language) or teller.tells_of_stay(index)):
            found = teller.circumstances(index, future=future, journeys_only=True)
            # A journey that is over tells no day of what is still to come.
            timed = occasion.time or (future and not offers("planned", sentence.text, article.language))
            timed = timed or teller.is_first_day(index, found)
            if index < first.sentence or found.place:
                occasion.additions.append(
                    Circumstances(
                        None if timed else found.time,
                        None if timed else found.date,
                        None if occasion.place else found.place,
                    )
                )


def _add_there(teller: _Teller, occasion: Occasion) -> None:
    """Give a meeting "there" the city that the sentence before names last: "is home from Lima. She met Orr there"."""
    first = occasion.reports[0]
    sentences = teller.article.sentences
    text = sentences[first.sentence].text
    if occasion.place or not first.sentence or not teller.by_grammar or not meets_there(text):
        return
    before = sentences[first.sentence - 1].text
    cities = [each for each in find_places(before) if each.kind == "city" and each.certain]
    cities = [each for each in cities if is_place_use(before, each.start)]
    if len({each.name for each in cities}) == 1:
        occasion.additions.append(Circumstances(place=cities[0]))


def _add_later_stay(teller: _Teller, occasion: Occasion, others: Sequence[Occasion]) -> None:
    """Give a meeting without place that of a stay told right after it: "Orr has been in Lima to hold talks".

    Also the city of another's state in which one of those who met has arrived.
    """
    article = teller.article
    reporting = {report.sentence for other in others for report in other.reports}
    named = _naming(occasion)
    last = max(report.sentence for report in occasion.reports)
    for index in range(last + 1, min(len(article.sentences), last + 1 + _AFTER)):
        if occasion.place is not None or index not in named - reporting:
            continue
        stays = teller.tells_of_stay(index)
        if not (stays or teller.tells_of_arrival(index)):
            continue
        place = teller.circumstances(index, future=False).place
        hosts = {each.country for each in occasion.members if all(told.sentence != index for told in each.mentions)}
        if stays or (place is not None and place.country in hosts - {None}):
            occasion.additions.append(Circumstances(place=place))


def _add_same_visit(article: Article, occasion: Occasion, before: Sequence[Occasion]) -> None:
    """Give "was also received by Minister Orr" the place of the meeting before it, of the same visitor.

    "After calling on Minister Reth, she met Orr" was on the same day, too.
    """
    text = article.sentences[occasion.reports[0].sentence].text
    after = _AFTER_FIRST.match(text) is not None
    other = before[-1] if before else None
    if other is None or not (after or has_cue("beside", _LONG_AGO.sub(" ", text), article.language)):
        return
    if other.format is Format.IN_PERSON and any(member in other.members for member in occasion.members):
        time = other.time if after and not occasion.time else None
        place, known = other.place, occasion.place
        nearer = known is None or (known.kind != "city" and place is not None and place.country == known.country)
        occasion.additions.append(
            Circumstances(time.time if time else None, time.date if time else None, place if nearer else None)
        )


def _add_lead(teller: _Teller, occasion: Occasion, before: Sequence[Occasion]) -> None:
    """Give a meeting the time and place of the article's first sentences, which tell where all of it happened.

    "The Minister held a series of meetings in Oslo on Tuesday" holds for each of them, and "agreed at a summit in
    Oslo on Tuesday" for "the summit", as far as nothing else is said of it, and nobody went elsewhere in between.
    """
    article = teller.article
    first = occasion.reports[0]
    if _FORMER.search(article.sentences[first.sentence].text) or (first.again and not first.named):
        return
    told = {report.sentence for other in before if not other.is_one_sided for report in other.reports}
    named = _naming(occasion)
    behind = max(_LEAD, first.sentence - _BEFORE) if first.continues else first.sentence
    for index in (*range(first.sentence - 1, behind - 1, -1), *range(min(_LEAD, first.sentence))):
        sentence = article.sentences[index]
        speaks_of_it = index in named or first.continues or _names_states_of(occasion, sentence.text)
        if index in told or not speaks_of_it or not has_cue("meeting", sentence.text, article.language):
            continue
        between = (article.sentences[number].text for number in range(index + 1, first.sentence + 1))
        if any(has_cue("leaves", text, article.language) for text in between):
            return
        found = teller.circumstances(index, future=first.draft.status in FUTURE)
        timed = occasion.time or teller.is_first_day(index, found)
        occasion.additions.append(
            Circumstances(
                None if timed else found.time,
                None if timed else found.date,
                None if occasion.place else found.place,
            )
        )


def _add_speech(article: Article, occasion: Occasion) -> None:
    """Give a meeting at which, or after which, somebody spoke the place of what he was just said to have said.

    "Orr said on Monday in Lima that peace was near. He spoke during talks with Novak": these were on that day, too.
    """
    first = occasion.reports[0]
    spoke = _SPOKE.search(article.sentences[first.sentence].text)
    named = _naming(occasion)
    if spoke is None or first.sentence - 1 not in named:
        return
    said = find_speech(article, article.sentences[first.sentence - 1])
    timed = occasion.time or spoke["when"].lower() in {"after", "following"}
    occasion.additions.append(
        Circumstances(
            None if timed else said.time, None if timed else said.date, None if occasion.place else said.place
        )
    )


def _add_day_of_speech(article: Article, occasion: Occasion) -> None:
    """Give a meeting at or after which somebody spoke the day on which he did, where nothing else tells a day.

    "Orr on Monday hailed the treaty. He told reporters after meeting Novak that peace was near".
    """
    first = occasion.reports[0]
    if occasion.time or first.draft.status is not Status.HELD:
        return
    told = article.sentences[first.sentence].text
    if not is_told_by_speech(told):
        return
    before = _BEFORE if is_told_by_speech(told, mainly=True) else 0
    for index in range(first.sentence, max(-1, first.sentence - 1 - before), -1):
        sentence = article.sentences[index]
        if index < first.sentence and not _is_subject(occasion, index, sentence):
            continue
        for time in find_time_expressions(sentence.text, language=article.language):
            day = resolve_date(time.text, article.published, future=False, language=article.language)
            if day and day.start == day.end and is_of_main_verb(sentence.text, time.start):
                occasion.additions.append(Circumstances(time, day))
                return


def _is_subject(occasion: Occasion, index: int, sentence: Sentence) -> bool:
    """Whether a sentence mainly tells what somebody who met does."""
    subjects = main_subjects(sentence.text)
    starts = [
        mention.start - sentence.start
        for member in occasion.members
        for mention in member.mentions
        if mention.sentence == index
    ]
    return any(party.start <= start < party.end for party in subjects for start in starts)


def _naming(occasion: Occasion) -> set[int]:
    """Return the sentences that name somebody who met."""
    return {mention.sentence for member in occasion.members for mention in member.mentions}


def _names_states_of(occasion: Occasion, text: str) -> bool:
    """Whether a sentence names the states of those who met: "leaders of Norvia, Tavia and Estrada held a summit"."""
    states = {member.country for member in occasion.members}
    return len(states) > 1 and states <= {found.code for found in find_countries(text)}


def _add_headline(article: Article, occasion: Occasion) -> None:
    """Give the first meeting the city of the headline, where the text gives none, or only its country."""
    place = occasion.place
    if occasion.format is not Format.IN_PERSON or not article.title or (place is not None and place.kind == "city"):
        return
    for found in find_places(article.title):
        if found.kind == "city" and found.certain and is_place_use(article.title, found.start):
            if place is None or place.country in {None, found.country}:
                occasion.additions.append(Circumstances(place=found))
            return
