"""Cutting a sentence where it goes on to another occasion: "he went to Norvia for talks before he is to meet Orr"."""

from __future__ import annotations

import regex

# A conjunction counts where a verb with its own time follows: the two halves tell of different occasions.
_CUT = regex.compile(
    r",?\s+(?=(?:and|but|before|while|then|after|as|where|et|mais|und|aber|y|pero|e|ma)\s+(?:(?:also|then|later|now|both)\s+)?"
    r"(?:(?:he|she|they|it|who|this|that)\s+)?(?:will|would|is|are|was|were|has|have|had|plans?|planned|agreed|agrees|expects?|hopes?|"
    r"said|says|later|met|held|spoke|hosted|received|visited|discussed|travel(?:led|ed|s)|arrived|flew|sera|doit|va|"
    r"wird|soll|será|debe|sarà)\b)"
    # "met with the bank, then with President Orr", "before meeting with President Orr"
    r"|(?<!\band),?\s+(?=(?:and\s+)?then\s+(?:with|to)\s|before\s+(?:meeting|talks|holding\s+talks)\s+with\s)",
    regex.IGNORECASE,
)
# A long quotation holds several sentences: "... I have met Orr. The Red Delta Front is a disgrace ..."
_STOP = regex.compile(r"(?<=\p{Ll}{3}[.!?][\"”’]?)\s+(?=[\"“‘]?\p{Lu})")
_QUOTED = 250  # characters
_ELLIPTIC = regex.compile(r"(?:(?:and\s+)?then\s+(?:with|to)|before\s+(?:meeting|talks|holding))\s", regex.IGNORECASE)
# What only dates or explains the rest of the sentence: nobody in it takes part.
_ASIDE = regex.compile(
    r"\b(?:before|after|when|until|while)\s[^,;]{1,60}?\s(?:was|were|had\s+been)\s\p{L}+(?:ed|en)\b[^,;]*|"
    r"\bspeaking(?=\s+(?:to\s+\w+\s+)?(?:after|before|at|following|during)\b)|"
    r"\bpart\s+of\s+(?:a|an|the|his|her|their)\b[^;]*|"
    r"\bbefore\s+(?:heading|travell?ing|flying|leaving|returning|moving|going|departing)\b[^,;]*|"
    # "after deadly clashes between the Red Delta Front and the police"
    r"\b(?:after|following|over)\s+(?:(?:a|an|the|last|this)\s+)?(?:[\p{L}-]+\s+){0,2}?(?:clashes|attacks?|fighting|violence|war|protests?|strikes?|"
    r"bombings?|killings?|raids?|shelling|unrest|riots?|arrests?|explosions?|kidnappings?|abductions?|murder|coup|massacre|shooting)\b[^,;]*|"
    r"\b(?:since|because|although|whose|amid|despite|in addition to|depuis|car|desde|porque|seit|weil)\b[^,;]*",
    regex.IGNORECASE,
)


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Cut a sentence into the clauses that may report different occasions.

    Args:
        text: One sentence.

    Returns:
        Offsets of each clause, in order; together they cover the sentence but for white space and commas between them.
    """
    cuts = [match.span() for match in _CUT.finditer(text)]
    if len(text) > _QUOTED:
        cuts = sorted({*cuts, *(match.span() for match in _STOP.finditer(text))})
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def is_elliptic(clause: str) -> bool:
    """Return whether a clause has its tense, or its verb, from the one before ("then with President Orr").

    Args:
        clause: A clause of `split_clauses`.
    """
    return _ELLIPTIC.match(clause) is not None


# "Novak, head of the delegation and deputy head of the ministry's bureau, said": whom the office names is no party.
_OFFICE = regex.compile(
    r"(?<=\p{L}),\s+(?:(?:also|the|a|an|its|his|her|their)\s+)?(?:\p{L}[\p{L}-]*\s+){0,3}"
    r"(?:head|chief|chairman|chairwoman|chair|director|secretary|minister|ambassador|envoy|adviser|advisor|spokesman|spokeswoman|commander|"
    r"president|leader|member|representative|coordinator|commissioner|governor)\s+(?:of|for|at|in|to)\b[^,;:]*(?=,)"
)


def asides(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a sentence that only give background ("since the rebels drove out General Arvid").

    Args:
        text: One sentence.
    """
    return sorted(match.span() for pattern in (_ASIDE, _OFFICE) for match in pattern.finditer(text))


# What they meet about: whom these words name is spoken of, unless "with" follows ("discussed trade with Orr").
_PURPOSE = regex.compile(
    r"(?:\b(?=in\s+(?:a|an|the)\s+(?:\w+\s+){0,3}(?:effort|bid|attempt|move|push|drive)\s+to\b)|\b(?=to\s+(?:\w+ly\s+)?(?:discuss|address|review|express|promote|strengthen|highlight|emphasi[sz]e|commemorate|mark|urge|"
    r"explore|coordinate|resolve|end|assess|consider|persuade|prevent|talk\s+about)\b)|"
    r"\b(?:discuss(?:ed|es|ing)|denounc\w+|condemn\w+|(?=call(?:ed|s|ing)?\s+for\b)|call(?:ed|s|ing)?(?=\s+(?:on\b(?=(?:\s+\S+){1,10}?\s+to\s+[\"“‘]?(?-i:\p{Ll}))|on\s+(?:all|both|everyone|countries|governments|parties)\b))|"
    r"(?:talks|discussions?|negotiations|consultations|views)(?=\s+(?:on|over)\b))|(?=\b(?:about|regarding|concerning)\b))"
    r"(?P<what>(?:(?!(?<!\b(?:talks|relations|ties|negotiations|war|treaty|pact)\s+)\bwith\b|,\s[^,;]{0,80}\b(?:met|meets?|held|holds|spoke|received|hosted|visited|welcomed|telephoned|phoned|will)\b)"
    r"[^;])*)",
    regex.IGNORECASE,
)


def purposes(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a sentence that only say what a meeting is about ("to discuss aid for Norvia").

    Args:
        text: One sentence.
    """
    return [match.span("what") for match in _PURPOSE.finditer(text)]
