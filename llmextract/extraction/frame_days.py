"""Several meetings that one noun tells of, each on its day or in its place.

"Talks with Orr on Monday and with Novak on Friday", "talks with Orr in Lima and Novak in Quito".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from llmextract.extraction.frame_prepositions import behind
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.extraction.frame import Frame
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word


def by_days(parsed: Parse, frame: Frame) -> Iterator[Frame]:
    """Yield a frame of a noun, and one more for each of those whom it names with a day or a place of their own.

    Args:
        parsed: The sentence.
        frame: Of a noun with one day or several.
    """
    if (places := [_place_of(parsed, party) for party in frame.others]) and _are_apart(places) and not frame.mutual:
        for number, party in enumerate(frame.others):
            yield replace(frame, others=(party,), start=party.start if number else 0)
        return
    second = next((word for word in _joined_behind_day(parsed, frame) if _has_day_behind(parsed, word)), None)
    if second is None or frame.mutual or not frame.others:
        yield frame
        return
    first = min(parsed.subtree(second), key=lambda word: word.index)
    apart = named(parsed, behind(parsed, second) if second.kind == "ADP" else [second])
    heads = {party.head for party in apart}
    yield replace(frame, others=tuple(party for party in frame.others if party.head not in heads))
    yield replace(frame, others=tuple(apart), start=first.start)


def _place_of(parsed: Parse, party: Party) -> str | None:
    """Return the place that stands with one whom a noun names: "Orr in Lima"."""
    within = [child for child in parsed.children(party.head, "prep") if child.lemma == "in"]
    names = (place for child in within for place in parsed.children(child, "pobj") if place.kind == "PROPN")
    return next((place.text for place in names), None)


def _are_apart(places: list[str | None]) -> bool:
    return len(places) > 1 and None not in places and len(set(places)) == len(places)


def _joined_behind_day(parsed: Parse, frame: Frame) -> Iterator[Word]:
    """Yield who is joined to a day, or behind it to the noun: "on Monday and with Novak", "on Monday and Ada Novak"."""
    around = [frame.trigger, frame.verb]
    days = [child for word in around for child in parsed.children(word, "prep") if _is_day(parsed, child)]
    for day in days:
        yield from (each for each in parsed.children(day, "conj") if each.lemma in frame_words()["with_whom"])
        for name in (*parsed.children(frame.trigger, "conj"), *parsed.children(frame.verb, "dobj")):
            if name.index > day.index and _is_person(parsed, name):
                yield name


def _has_day_behind(parsed: Parse, word: Word) -> bool:
    last = max(each.index for each in parsed.subtree(word))
    return any(_is_day(parsed, each) for each in parsed.words[word.index : last + 2])


def _is_day(parsed: Parse, word: Word) -> bool:
    times = frame_words()["times"]
    return word.kind == "ADP" and any(child.lemma in times for child in parsed.children(word, "pobj"))


def _is_person(parsed: Parse, word: Word) -> bool:
    return any(each.label == "PERSON" and each.start <= word.start < each.end for each in parsed.entities)
