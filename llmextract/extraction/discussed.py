"""Where an article tells what a meeting was about: the sentences that report it, and those that go on about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.cues import has_cue, offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.occasions import Occasion

_FOLLOWING = 12  # sentences looked at
_LONGEST = 2000  # characters


def discussed_in(occasion: Occasion, occasions: Sequence[Occasion], article: Article) -> list[int]:
    """Return the sentences that tell what a meeting was about.

    Of the sentences behind a report, up to the next one that reports another meeting, those count that speak of
    somebody who took part, or of the meeting, and of something discussed. What is contested is left out. A meeting
    beside the main one ("he was also received by ...") neither ends what is said of that one nor goes on itself.

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
    named = {mention.sentence for member in occasion.members for mention in member.mentions}
    found = dict.fromkeys(report.sentence for report in occasion.reports)
    room = _LONGEST - sum(len(article.sentences[index].text) for index in found)
    for report in occasion.reports:
        if (
            has_cue("beside", article.sentences[report.sentence].text, article.language)
            and report.sentence != occasions[0].reports[0].sentence
        ):
            continue
        for index in range(report.sentence + 1, min(len(article.sentences), report.sentence + 1 + _FOLLOWING)):
            text = article.sentences[index].text
            if index in others or (has_cue("leaves", text, article.language) and index not in found):
                break  # another meeting, or on to another place
            speaks_of_it = index in named or any(
                has_cue(kind, text, article.language) for kind in ("anaphora", "together", "continued", "discussed")
            )
            if speaks_of_it and index not in found and len(text) <= room and offers("topic", text, article.language):
                found[index] = None
                room -= len(text)
    return sorted(set(found) - contested)
