"""In which formats the people of a clause may have met: its words, its place and the rest of the article tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.choices import allowed_formats, without_asides
from llmextract.extraction.circumstances import find_circumstances
from llmextract.extraction.cues import has_cue
from llmextract.extraction.syntax import PARSED_LANGUAGES, parse
from llmextract.schemas import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member
    from llmextract.extraction.frame import Frame

_OF_MEETING = frozenset({"with", "between", ""})  # "Readout of the Leaders' Call", and not "Leaders Call for Peace"


def formats_of_clause(
    article: Article, start: int, end: int, verb: str, members: Sequence[Member]
) -> tuple[Format, ...]:
    """Return the formats that a clause allows: "spoke with Orr in Lima" tells of no call.

    Args:
        article: The article.
        start: Offset of the clause in the article's text.
        end: Offset after the clause.
        verb: The clause without what only says what a meeting is about.
        members: Who may take part.
    """
    language = article.language
    allowed = allowed_formats(without_asides(verb), language)
    if Format.IN_PERSON not in allowed and Format.VIDEO not in allowed and _is_of_call(article):
        return (Format.CALL,)
    if len(allowed) == 1 or Format.VIDEO in allowed or has_cue("surely_call", verb, language):
        return allowed
    if Format.CALL not in allowed and language not in PARSED_LANGUAGES:
        return allowed
    place = find_circumstances(article, start, end, members, future=False).place
    if place is not None and place.kind == "city":
        return (Format.IN_PERSON,)
    # "held talks", and the article knows of no telephone or screen
    remote = any(has_cue(kind, article.text, language) for kind in ("call", "video"))
    return allowed if remote or Format.CALL in allowed else (Format.IN_PERSON,)


def _is_of_call(article: Article) -> bool:
    """Whether a headline says that the article is about a telephone call: "Readout of the Leaders' Call"."""
    if not article.title or article.language not in PARSED_LANGUAGES:
        return False
    words = [word.lemma for word in parse(article.title).words]
    behind = [*words[1:], ""]
    return any(word == "call" and following in _OF_MEETING for word, following in zip(words, behind, strict=True))


def formats_of_frame(frame: Frame, text: str, language: str | None, *, phoned: bool) -> tuple[Format, ...]:
    """Return the formats that a frame alone decides; none where its clause must tell.

    Args:
        frame: The frame.
        text: Its clause.
        language: ISO 639-1 code of the article, if known.
        phoned: Whether the sentence tells of a telephone in another frame: "met Orr and phoned Novak".
    """
    if frame.is_by_phone:
        return (Format.CALL,)
    remote = has_cue("video", text, language) or (has_cue("surely_call", text, language) and not phoned)
    called = frame.trigger.relation == "oprd"  # "held what he called talks": nobody was called
    return (Format.IN_PERSON,) if (frame.is_face_to_face or called) and not remote else ()
