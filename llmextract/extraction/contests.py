"""Denials and refusals to confirm: what a named source contests, and which meeting that concerns.

"Norvia's ministry denied that Reth was in Estrada" puts Reth on the list of that meeting, as denied; "Tavia did not
confirm that Sadek had arrived" makes Sadek unconfirmed; "the rebels denied the president's claim" denies the meeting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.circumstances import is_place_use
from llmextract.extraction.cues import has_cue, knows
from llmextract.extraction.denials import denies_another_thing
from llmextract.extraction.places import find_places
from llmextract.extraction.several_states import is_of_two_states
from llmextract.extraction.sources import Attribution, find_attributions
from llmextract.extraction.syntax import PARSED_LANGUAGES
from llmextract.schemas import ActorKind, Attendance, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article, Sentence
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.occasions import Occasion

# What is contested is that people met, not merely that one of them was there.
_WHOLE = regex.compile(
    r"\b(?:meet(?:s|ing|ings)?|met|talks?|contacts?|negotiat\w+|spoke|spoken|calls?|summits?|conversations?|discussions?)\b",
    regex.IGNORECASE,
)
# "denied the president's claim", not "the claim of fraud"
_CLAIM = regex.compile(
    r"(?:\W*\w+(?:['’]s)?){0,7}?\W+(?:claims?|reports?)\b(?!\s+(?:of|about|that|on|by|from|to|which|in)\b)",
    regex.IGNORECASE,
)
# Words for confirming, each with how many words may stand before it at most.
_CONFIRM = (
    (regex.compile("bestätig|doğrula|teyit|подтвер|підтвер|conferm", regex.IGNORECASE), 9),
    (regex.compile("confirm", regex.IGNORECASE), 5),
)
_WORD = regex.compile(r"\w+")
_PRESENCE = regex.compile(
    r"\b(?:visit\w*|trips?|presence|present|arriv\w+|travel\w*|attend\w*|took part|tak(?:e|ing) part|particip\w+|"
    r"join\w*|came|come|went|go|gone|(?:was|were|been|is|be) (?:in|at|there|with|among|part|headed|due))\b",
    regex.IGNORECASE,
)


_THAT = regex.compile(
    r"(?:\W*\w+){0,3}?\W+(?:it|this|that|so|the (?:report|claim|account|allegation|story)s?)\b"
    r"\W*(?:$|[.,;]|on\b|in a\b|late\b|within\b|immediately\b|the same\b|\w+day\b)",
    regex.IGNORECASE,
)
_HIM = regex.compile(r"(?:\W*\w+){0,4}?\W+that (?:he|she|they) (?:had|was|were|would|did)\b", regex.IGNORECASE)
_WHETHER = regex.compile(r"\b[Ww]hether\b(?P<what>[^.;]*)")
_DOUBT = regex.compile(
    r"\b(?:unclear|not\s+(?:\w+ly\s+)?(?:clear|say|known|confirm|comment)|neither|nor|unknown|declin\w+|refus\w+|would\s+not|nobody|"
    r"no\s+(?:word|comment))\b",
    regex.IGNORECASE,
)
# "There has been no meeting with the rebels," the spokesman said: a denial without a word for denying
_NONE_SUCH = regex.compile(
    r"\b(?:there\s+(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+no|no\s+such)\s+(?:\w+\s+){0,2}"
    r"(?:meetings?|talks|contacts?|negotiations?|calls?|conversations?|discussions?)\b|"
    r"\bno\s+(?:agreements?|plans?|arrangements?)\s+(?:on|for|about)\s+(?:any\s+)?such\s+(?:an?\s+)?(?:meeting|talks|summit|visit|call)s?\b|"
    r"\b(?:report|story|claim|account|allegation)s?\s+(?:is|are|was|were)\s+(?:\w+\s+)?(?:false|untrue|fabricated|baseless|fiction|nonsense|"
    r"invented)\b",
    regex.IGNORECASE,
)
# "Reports that Orr met Novak are false", "it is not true that they met", "there was no meeting between Orr and Novak"
_FALSE = r"(?:false|untrue|not\s+true|fabricated|baseless|unfounded|fiction|nonsense|invented|incorrect|wrong)"
_NOT_SO = regex.compile(
    r"(?:^|[,“\"]\s*)(?:(?:media|news|press|the|these|all|such)\s+)*(?:reports?|rumou?rs|claims?|allegations?|suggestions)\s+(?:that|of)\b[^;“”\"]*?"
    rf"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?{_FALSE}\b|\bit\s+(?:is|was)\s+(?:simply\s+|absolutely\s+)?{_FALSE}\s+that\b|"
    r"\bno\s+truth\s+(?:to|in|behind)\b|"
    r"\bthere\s+(?:was|were|has\s+been|have\s+been|had\s+been)\s+no\s+(?:\w+\s+){0,2}(?:meetings?|talks|calls?|conversations?)\s+(?:between|with)\b",
    regex.IGNORECASE,
)
_SAY_WHETHER = regex.compile(
    r"\s*(?:\w+\s+){0,5}?(?:say|reveal|disclose|comment on)\s+(?:whether|if)\b", regex.IGNORECASE
)
_NOBODY = Attribution(0, 0, "", Stance.DECLINES_TO_CONFIRM)
# "denied holding talks with", "denied that it had met": who denies speaks of himself.
_OF_ITSELF = regex.compile(
    r"(?:\W*\w+){0,3}?\W+"
    r"(?:having|holding|meeting|any|(?:that )?(?:it|they|he|she)|talks|contacts?|negotiat\w+|taking)\b",
    regex.IGNORECASE,
)
# "denied a claim of Orr that they had met him": so does who denies that
_WITH_HIM = regex.compile(
    r"\b(?:met|meet|meeting|talks|talked|spoke|spoken|contacts?)\s+(?:with\s+)?(?:him|her|them)\b", regex.IGNORECASE
)
_ACCUSED = regex.compile(r"\b(?:accus|alleg|blam)\w*", regex.IGNORECASE)
_TOLD = regex.compile(r"\b(?:reports?|claims?|accounts?|broadcast|story|information|statement)\b", regex.IGNORECASE)
_NEAR = 3  # sentences
_BESIDE = regex.compile(r",\s[^,;:“”\"]{2,60},\s")  # "the ministry's spokesman, Ivo Reth, denied"
# "declined to confirm the visit, but sources said Orr had met Novak": what others say
_BUT = regex.compile(
    r",\s+but\s+(?:\w+\s+){1,4}(?:said|says|told|confirmed|reported|insisted)\b|"
    r",\s+(?:\w+\s+)?(?:hours?|days?|weeks?|months?)\s+after\b",  # "denied it, a day after Orr met Reth"
    regex.IGNORECASE,
)
_UNVERIFIED = regex.compile(
    r"\b(?:could|can|has|have)\s*not\s+(?:\w+ly\s+)?(?:be|been)\s+(?:\w+ly\s+)?(?:confirmed|verified)\b|"
    r"\b(?:was|were|is|are)\s+no\s+(?:\w+\s+){0,3}(?:confirmation|verification)\b|"
    r"\bit\s+(?:was|is|remains?|remained)\s+(?:\w+\s+)?(?:not\s+(?:\w+ly\s+)?(?:clear|known|certain)|unclear|uncertain|unknown|undecided)\s+(?:if|whether)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contest:
    """What one sentence contests.

    Attributes:
        sentence: Index of the sentence.
        source: Who contests.
        members: The persons whose presence is contested.
        whole: Whether the meeting as a whole is.
        cities: The cities that the sentence names.
        parties: Who is said not to have met: governments and groups too, and the source where it speaks of itself.
    """

    sentence: int
    source: Attribution
    members: tuple[Member, ...]
    whole: bool
    cities: tuple[str, ...]
    parties: tuple[Member, ...] = ()

    @property
    def attendance(self) -> Attendance:
        """What becomes of the members' attendance."""
        return Attendance.DENIED if self.source.stance is Stance.DENIES else Attendance.UNCONFIRMED


def find_contests(article: Article, cast: Cast, *, parsed: bool = True) -> Iterator[Contest]:
    """Find what an article's sources deny or decline to confirm.

    Args:
        article: With its sentences.
        cast: Of that article.
        parsed: Whether grammar may tell that something else than the meeting is denied.

    Yields:
        One for each source and sentence, in order.
    """
    for index in contesting_sentences(article):
        sentence = article.sentences[index]
        doubted = _doubted(cast, index, sentence)
        if doubted:
            yield Contest(index, _NOBODY, doubted, whole=False, cities=())
        unverified = _UNVERIFIED.search(sentence.text)
        if (
            unverified
            and not doubted
            and (
                _TOLD.search(sentence.text)
                or _of_meeting(sentence.text, article.language)
                or _of_presence(sentence.text, article.language)
            )
        ):
            persons = tuple(member for member in cast.in_sentence(index) if member.kind is ActorKind.PERSON)
            asked = _left_open(article, cast, index, unverified.end())
            if len(asked) > 1:
                yield Contest(index, _NOBODY, asked, whole=True, cities=(), parties=asked)
                continue
            of_persons = bool(persons) and _of_presence(sentence.text, article.language)
            yield Contest(index, _NOBODY, persons if of_persons else (), whole=not of_persons, cities=())
        for source in find_attributions(sentence.text, pronouns=True):
            if source.stance is Stance.ASSERTS and _NOT_SO.search(sentence.text):
                met = _persons_but(source, cast, index, sentence)
                yield Contest(index, replace(source, stance=Stance.DENIES), met, whole=True, cities=(), parties=met)
            elif source.stance is Stance.ASSERTS and _NONE_SUCH.search(sentence.text):
                yield Contest(index, replace(source, stance=Stance.DENIES), (), whole=True, cities=())
            if source.stance is not Stance.ASSERTS and not doubted:
                contest = _contest(article, cast, index, source, parsed=parsed and article.language in PARSED_LANGUAGES)
                if contest is not None:
                    yield contest


def contesting_sentences(article: Article) -> list[int]:
    """Return the sentences that may contest something: all others are told by the article or by who asserts it.

    Args:
        article: With its sentences.

    Returns:
        Their indices, in order.
    """
    return [index for index, sentence in enumerate(article.sentences) if _may_contest(sentence.text)]


def _may_contest(text: str) -> bool:
    return (
        any(source.stance is not Stance.ASSERTS for source in find_attributions(text, pronouns=True))
        or _UNVERIFIED.search(text) is not None
        or _NONE_SUCH.search(text) is not None
        or _NOT_SO.search(text) is not None
        or (_WHETHER.search(text) is not None and _DOUBT.search(text) is not None)
    )


def _left_open(article: Article, cast: Cast, index: int, behind: int) -> tuple[Member, ...]:
    """Return the people of whom it is left open that they meet: "it is unclear whether Orr will meet Novak"."""
    sentence = article.sentences[index]
    if not has_cue("certain", sentence.text[behind:], article.language):
        return ()
    named = _named_behind(cast, index, sentence.start + behind)
    return tuple(member for member in named if member.kind is ActorKind.PERSON)


def _named_behind(cast: Cast, index: int, behind: int, end: int | None = None) -> tuple[Member, ...]:
    """Return whom a sentence names behind a place in the article's text, and before another one."""
    return tuple(
        member
        for member in cast.in_sentence(index)
        if any(
            mention.sentence == index and behind <= mention.start and (end is None or mention.start < end)
            for mention in member.mentions
        )
    )


def _persons_but(source: Attribution, cast: Cast, index: int, sentence: Sentence) -> tuple[Member, ...]:
    """Return the persons whom a sentence names, but for who speaks."""
    start, end = sentence.start + source.start, sentence.start + source.end
    return tuple(
        member
        for member in cast.in_sentence(index)
        if member.kind is ActorKind.PERSON
        and "spokes" not in (member.role or "").lower()
        and not all(start <= mention.start < end for mention in member.mentions if mention.sentence == index)
    )


def _without_sources(named: Sequence[Member], index: int, sentence: Sentence) -> tuple[Member, ...]:
    """Leave out the bodies that only tell of a denial: ", the Delta news agency reported"."""
    told = [(source.start, source.end) for source in find_attributions(sentence.text)]
    return tuple(
        member
        for member in named
        if member.kind is not ActorKind.ORGANIZATION
        or not all(
            any(start <= mention.start - sentence.start < end for start, end in told)
            for mention in member.mentions
            if mention.sentence == index
        )
    )


def _says(kind: str, text: str, language: str | None) -> bool:
    """Whether a text holds a cue, in a language that has cues of that kind."""
    return knows(kind, language) and has_cue(kind, text, language)


def _of_meeting(text: str, language: str | None) -> bool:
    return _WHOLE.search(text) is not None or _says("contested_meeting", text, language)


def _of_presence(text: str, language: str | None) -> bool:
    return _PRESENCE.search(text) is not None or _says("contested_presence", text, language)


def _doubted(cast: Cast, index: int, sentence: Sentence) -> tuple[Member, ...]:
    """Return whose presence a sentence leaves open: "neither side would say whether Orr had been in the room"."""
    open_question = _WHETHER.search(sentence.text)
    if open_question is None or not _DOUBT.search(sentence.text) or not _PRESENCE.search(open_question["what"]):
        return ()
    start, end = (sentence.start + offset for offset in open_question.span("what"))
    persons = [
        member
        for member in cast.in_sentence(index)
        if member.kind is ActorKind.PERSON
        and any(start <= mention.start < end for mention in member.mentions if mention.sentence == index)
    ]
    return tuple(persons[:1])


def _contest(article: Article, cast: Cast, index: int, source: Attribution, *, parsed: bool) -> Contest | None:
    sentence = article.sentences[index]
    behind = _end_of_source(source, sentence.text)
    but = _BUT.search(sentence.text, pos=behind)
    end = but.start() if but else len(sentence.text)
    named = _named_behind(cast, index, sentence.start + behind, sentence.start + end)
    named = _without_sources(named, index, sentence)
    said = sentence.text[behind:end]
    if not named and _THAT.match(said) and has_cue("meeting", sentence.text[: source.start], article.language):
        first = _named_behind(cast, index, sentence.start, sentence.start + source.start)
        persons = tuple(member for member in first if member.kind is ActorKind.PERSON)
        return Contest(index, source, persons, whole=True, cities=(), parties=persons)  # "met Orr, but she denied it"
    if not named and index and (_THAT.match(said) or _HIM.match(said)):
        told = article.sentences[index - 1].text
        accused = _ACCUSED.search(told)
        told = told[accused.end() :] if accused else told  # "accused of arms sales": that is what is denied
        if has_cue("meeting", told, article.language) or _of_presence(told, article.language):
            return _contest_of_the_sentence_before(article, cast, index, source)
    cities = tuple(place.name for place in find_places(said) if place.kind == "city" and place.certain)
    # Who merely does not comment leaves the meeting as reported.
    whether = _SAY_WHETHER.match(said)
    contests = source.stance is Stance.DENIES or _is_about_confirming(said) or whether is not None
    before = " ".join(told.text for told in article.sentences[max(0, index - 2) : index])
    claim = _CLAIM.match(said) is not None or _says("contested_claim", said, article.language)
    claim = claim and has_cue("meeting", before, article.language)
    another = parsed and source.stance is Stance.DENIES and denies_another_thing(sentence.text)
    of_meeting = (_of_meeting(said, article.language) and not another) or claim
    off = has_cue("cancelled", said[whether.end() :] if whether else said, article.language)
    whole = contests and of_meeting and not off
    if not (of_meeting or _of_presence(said, article.language)):
        return None
    people = (member for member in named if member.kind is ActorKind.PERSON)
    members = tuple(member for member in people if "spokes" not in (member.role or "").lower())
    if len(members) == 1 and has_cue("joined", said, article.language):
        whole = False  # that he was there, not that others met
    return Contest(index, source, members, whole, cities, _parties(named, source, sentence.text, cast, index))


def _end_of_source(source: Attribution, text: str) -> int:
    """Return where the words for who contests end, with what they say of him between commas."""
    beside = _BESIDE.match(text, pos=source.end)
    return beside.end() if beside else source.end


def _is_about_confirming(said: str) -> bool:
    """Whether a word for confirming is among the first of what is said: nobody "would confirm the report"."""
    firsts = ((cue.search(said), most) for cue, most in _CONFIRM)
    return any(first and len(_WORD.findall(said, endpos=first.start())) <= most for first, most in firsts)


def _contest_of_the_sentence_before(article: Article, cast: Cast, index: int, source: Attribution) -> Contest:
    """Make the contest of "the ministry denied it": of who is said to have joined, else of the meeting."""
    told = article.sentences[index - 1].text
    persons = tuple(member for member in cast.in_sentence(index - 1) if member.kind is ActorKind.PERSON)
    if has_cue("joined", told, article.language):
        whole = False
    elif persons and _of_presence(told, article.language):
        whole = _of_meeting(told, article.language)
    else:
        whole = len(persons) != 1
    return Contest(index, source, () if whole else persons, whole, (), persons)


def _is_place(member: Member, text: str) -> bool:
    return all(is_place_use(text, match.start()) for match in regex.finditer(regex.escape(member.name), text))


def _parties(named: Sequence[Member], source: Attribution, text: str, cast: Cast, index: int) -> tuple[Member, ...]:
    parties = [member for member in named if member.kind is not ActorKind.COUNTRY or not _is_place(member, text)]
    # "the Red Delta Front denied talks with Norvia": the source is the other party
    of_itself = len(parties) == 1 and not is_of_two_states(parties[0]) and _OF_ITSELF.match(text, pos=source.end)
    if of_itself or (parties and _WITH_HIM.search(text, pos=source.end)):
        start = source.end - len(source.name)
        parties += [
            member
            for member in cast.in_sentence(index)
            if member not in parties
            and any(name in text[start : source.end] for name in (member.name, *member.aliases))
        ][:1]
    return tuple(parties)


def contested_only(contests: Sequence[Contest], occasions: Sequence[Occasion]) -> list[Contest]:
    """Return the contests of meetings that nothing else in the article reports: each is a meeting of its own.

    A denied one, or one of which a source would not say, or the article does not know, whether it took place.

    Args:
        contests: All of the article's.
        occasions: The meetings that its other sentences report.
    """
    return [
        contest
        for contest in contests
        if contest.whole
        and (contest.source.stance is Stance.DENIES or len(contest.members) > 1)
        and (len(contest.parties) > 1 or any(is_of_two_states(party) for party in contest.parties))
        and not any(_is_reported(contest, occasion) for occasion in occasions)
    ]


def _is_reported(contest: Contest, occasion: Occasion) -> bool:
    """Whether what is denied may be this meeting: two of the people, or any party where not two people are named."""
    of_people = len(contest.members) > 1
    shared = sum(member in occasion.members for member in (contest.members if of_people else contest.parties))
    return shared > int(of_people)


def concerned(contest: Contest, occasions: Sequence[Occasion]) -> Occasion | None:
    """Return the meeting that a contest concerns: one with its people, else in its city, else the one last spoken of.

    What names neither people nor a city must stand near that one: "could not be confirmed" may be about anything.

    Args:
        contest: What is contested.
        occasions: The meetings, in order.
    """
    before = [occasion for occasion in occasions if occasion.reports[0].sentence <= contest.sentence] or list(occasions)
    of_people = [occasion for occasion in before if any(member in occasion.members for member in contest.members)]
    of_cities = [occasion for occasion in before if any(report.city in contest.cities for report in occasion.reports)]

    def last_spoken_of(occasion: Occasion) -> int:
        return max((index for index in occasion.sentences if index <= contest.sentence), default=-1)

    if not (of_people or of_cities or contest.members or contest.cities):
        before = [occasion for occasion in before if contest.sentence - last_spoken_of(occasion) <= _NEAR]
    return max(of_people or of_cities or before, key=last_spoken_of, default=None)
