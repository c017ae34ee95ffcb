"""Who speaks where a sentence quotes somebody: "I" and "we", and nobody at all in "Had a good meeting with Orr"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.noun_phrases import is_quoted

if TYPE_CHECKING:
    from llmextract.extraction.frame import Frame
    from llmextract.extraction.syntax import Parse, Word

_POSTS = frozenset({"post", "tweet"})
_MARKS = frozenset({'"', "“", ".", "!", "-", "—", "–"})
_PLEASURES = frozenset({
    "good", "great", "nice", "wonderful", "pleased", "delighted", "honoured", "honored", "pleasure", "honour", "honor",
    "privilege",
})  # fmt: skip


def speakers_of(parsed: Parse, text: str, word: Word) -> list[Word]:
    """Return who says what is quoted, as the sentence names them: "Orr" of "I met Novak. We spoke," Orr said.

    Args:
        parsed: The sentence.
        text: Its text.
        word: A word within quotation marks.
    """
    around = (above for above in parsed.ancestors(word) if above.lemma in frame_words()["says"])
    behind = (
        verb
        for verb in parsed.words
        if verb.kind == "VERB" and verb.lemma in frame_words()["says"] | _POSTS and not is_quoted(text, verb.start)
    )
    for verb in (*around, *behind):
        if said := parsed.children(verb, "nsubj"):
            return said
    return []


def is_of_speaker(parsed: Parse, text: str, frame: Frame) -> bool:
    """Return whether quoted words leave out who meets: "Spoke with Orr", "It was good to meet Orr".

    Args:
        parsed: The sentence.
        text: Its text.
        frame: A frame of it.
    """
    verb = frame.verb
    if not is_quoted(text, verb.start) or frame.mutual:
        return False
    if all(party.head.lemma == "it" for party in frame.agents) and is_pleasure(parsed, verb):
        return True
    before = parsed.words[verb.index - 1].text if verb.index else '"'
    return not frame.agents and verb.tag in {"VBD", "VBN"} and before in _MARKS


def is_pleasure(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb tells what somebody was glad of: "good to meet Orr", but "it will be good to meet Orr".

    Args:
        parsed: The sentence.
        verb: An infinitive of it.
    """
    above = parsed.head(verb)
    if above is None or verb.tag != "VB" or not any(child.lemma == "to" for child in parsed.children(verb, "aux")):
        return False
    said = [above, *parsed.children(above, "acomp", "attr")]
    is_verb = [above] if above.kind in {"VERB", "AUX"} else []
    is_verb += [each for each in parsed.ancestors(above) if above.relation in {"acomp", "attr"}][:1]
    pleased = any(each.text.lower() in _PLEASURES and each.index < verb.index for each in said)
    return pleased and not any(parsed.children(each, "aux", "neg") for each in is_verb if each.lemma == "be")
