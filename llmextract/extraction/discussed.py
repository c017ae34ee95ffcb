"""Where an article tells what a meeting was about: the sentences that report it, and those that go on about it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cues import has_cue, offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.occasions import Occasion

_FOLLOWING = 12  # sentences looked at
_BEFORE = 2  # sentences before the first report, which may tell what somebody came for
_LONGEST = 2000  # characters


def discussed_in(occasion: Occasion, occasions: Sequence[Occasion], article: Article) -> list[int]:
    """Return the sentences that tell what a meeting was about.

    Of the sentences behind a report, up to the next one that reports another meeting, those count that speak of
    somebody who took part, or of the meeting, and of something discussed; behind it, and beside it, those that name
    more of those who met than of any others, or nobody and the city of this meeting alone. What is contested is left
    out. A meeting beside the main one ("he was also received by ...") neither ends what is said of that one nor goes
    on itself. Before a report, a sentence counts that tells what one of those who met came for.

    Args:
        occasion: The meeting.
        occasions: All meetings of the article.
        article: The article.

    Returns:
        Indices in order.
    """
    others = {
        report.sentence
        for other in occasions
        if other is not occasion and not other.is_one_sided
        for report in other.reports
        if not has_cue("beside", article.sentences[report.sentence].text, article.language)
    }
    contested = {contest.sentence for other in occasions for contest in other.contests}
    named = _named_in(occasion)
    elsewhere = [_named_in(other) for other in occasions if other is not occasion and not other.is_one_sided]
    cities = [city for city in map(_city, occasions) if city]
    found = dict.fromkeys(report.sentence for report in occasion.reports)
    room = _LONGEST - sum(len(article.sentences[index].text) for index in found)
    for report in occasion.reports:
        if (
            has_cue("beside", article.sentences[report.sentence].text, article.language)
            and report.sentence != occasions[0].reports[0].sentence
        ):
            continue
        left = False
        for index in range(report.sentence + 1, min(len(article.sentences), report.sentence + 1 + _FOLLOWING)):
            text = article.sentences[index].text
            if has_cue("leaves", text, article.language) and index not in found:
                break  # on to another place
            left = left or index in others
            most = max((others_named[index] for others_named in elsewhere), default=0)
            # "The price of grain was also discussed in Lima."
            there = set() if named[index] or most else {city for city in cities if _has_word(text, city)}
            is_there = there == {_city(occasion)}
            behind = left and named[index] <= max(1, most) and not is_there
            if index in others or named[index] < most or behind or (there and _city(occasion) not in there):
                continue  # another meeting, or whom another one is about, or where it was
            speaks_of_it = named[index] or any(
                has_cue(kind, text, article.language) for kind in ("anaphora", "together", "continued", "discussed")
            )
            tells = offers("topic", text, article.language) or has_cue("clear_topic", text, article.language)
            if speaks_of_it and index not in found and len(text) <= room and tells:
                found[index] = None
                room -= len(text)
    first = min(found, default=0)
    for index in range(first - 1, max(0, first - _BEFORE) - 1, -1):
        text = article.sentences[index].text
        rival = max((others_named[index] for others_named in elsewhere), default=0) > named[index]
        if index in others or rival or len(text) > room:
            break
        if named[index] and has_cue("comes_to_discuss", text, article.language):
            found[index] = None
            room -= len(text)
    return sorted(set(found) - contested)


def _has_word(text: str, name: str) -> bool:
    return regex.search(rf"\b{regex.escape(name)}\b", text) is not None


def _city(occasion: Occasion) -> str | None:
    return occasion.place.name if occasion.place and occasion.place.kind == "city" else None


def _named_in(occasion: Occasion) -> Counter[int]:
    """Return how many of those who meet each sentence names."""
    return Counter(
        sentence for member in occasion.members for sentence in {mention.sentence for mention in member.mentions}
    )
