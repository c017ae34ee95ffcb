"""Days counted from the meeting told before: "The call came two days after Orr met Novak"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.dates import ResolvedDate, TimeExpression

if TYPE_CHECKING:
    from llmextract.extraction.circumstances import Circumstances

_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_AFTER = (
    r"(?:just\s+|only\s+|barely\s+)?"
    rf"(?P<time>(?:(?P<count>{'|'.join(_NUMBERS)})\s+days?|(?:a\s+few\s+|several\s+)?hours)\s+after)\s"
)
_CAME = regex.compile(
    r"^(?:(?:The|Their|This|That)\s+(?:\p{Ll}[\p{L}-]*\s+){0,2}"
    r"(?:meeting|talks|call|conversation|discussions?|summit|encounter|negotiations)|It|This)\s+"
    rf"(?:came|comes|took\s+place|(?:was|were)\s+held)\s+{_AFTER}"
)
_BESIDE = regex.compile(rf",\s+{_AFTER}")


def with_counted_day(
    found: Circumstances, text: str, *, before: ResolvedDate | None, beside: ResolvedDate | None
) -> Circumstances:
    """Return circumstances with the day that is counted back from another meeting's, if no other is given.

    Args:
        found: Of the meeting after which the other one came.
        text: The sentence.
        before: The day of the last meeting told before the sentence: "It came a day after Orr met Novak".
        beside: The day of the one told beside it: "met Orr on Monday, a day after talks with Novak".
    """
    for counted, known in ((_CAME.search(text), before), (_BESIDE.search(text), beside)):
        if counted and known and known.start == known.end and found.date in {None, beside}:
            day = known.start - timedelta(_NUMBERS.get(counted["count"], 0))
            time = TimeExpression(counted.start("time"), counted.end("time"), counted["time"])
            return replace(found, time=time, date=ResolvedDate(day, day))
    return found
