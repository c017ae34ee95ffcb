"""Cutting a sentence where it goes on to another occasion: "he went to Norvia for talks before he is to meet Orr"."""

from __future__ import annotations

import regex

# A conjunction counts where a verb with its own time follows: the two halves tell of different occasions.
_CUT = regex.compile(
    r",?\s+(?=(?:and|but|before|while|then|after|as|where|et|mais|und|aber|y|pero|e|ma)\s+(?:(?:also|then|later|now|both)\s+)?"
    r"(?:(?:he|she|they|it|who)\s+)?(?:will|would|is|are|was|were|has|have|had|plans?|planned|agreed|agrees|expects?|hopes?|"
    r"said|says|later|met|held|spoke|hosted|received|visited|discussed|travel(?:led|ed|s)|arrived|flew|sera|doit|va|"
    r"wird|soll|será|debe|sarà)\b)",
    regex.IGNORECASE,
)
# What only dates or explains the rest of the sentence: nobody in it takes part.
_ASIDE = regex.compile(
    r"\b(?:since|because|although|whose|amid|despite|depuis|car|desde|porque|seit|weil)\b[^,;]*", regex.IGNORECASE
)


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Cut a sentence into the clauses that may report different occasions.

    Args:
        text: One sentence.

    Returns:
        Offsets of each clause, in order; together they cover the sentence but for white space and commas between them.
    """
    cuts = [match.span() for match in _CUT.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def asides(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a sentence that only give background ("since the rebels drove out General Arvid").

    Args:
        text: One sentence.
    """
    return [match.span() for match in _ASIDE.finditer(text)]
