"""Who says so: the sources that a sentence names, and whether they assert, deny or decline to confirm.

Reported speech is read off the words around a verb of saying, as in rule-based quotation attribution (Pareti, O'Keefe,
Konstas, Curran and Koprinska, "Automatically Detecting and Attributing Indirect Quotations", EMNLP 2013). It serves
languages whose cues stand in ``speech.toml``; elsewhere no source is given rather than a guess.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from llmextract.articles.needed_words import WordedPattern, WordedPatterns
from llmextract.schemas import Stance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_MAX_WORDS = 12
_LINKS_BEFORE = regex.compile(r"(?i)^(?:that|and|but|also|later|earlier)\s+")
_PRONOUNS = frozenset({"he", "she", "they", "both"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source named in a text.

    Attributes:
        start: Offset of the source's first word.
        end: Offset after its last word.
        name: Its words.
        stance: What it does.
    """

    start: int
    end: int
    name: str
    stance: Stance


@cache
def _speech() -> dict[str, Any]:
    return tomllib.loads(files("llmextract.extraction").joinpath("speech.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> WordedPatterns[tuple[Stance, regex.Pattern[str]]]:
    """Return the patterns by stance, each with one that finds what it can't do without, and takes little time."""
    speech = _speech()
    subject = r"(?P<source>(?:[\p{L}\p{M}\p{Nd}’'.&-]+[ ]){0,11}?[\p{L}\p{M}\p{Nd}’'.&-]+)"
    opening = r"(?:^|[,;:“\"”(]\s*|\b(?:that|and|but|while|because|as|what|although|after|whom?|said|says)\s+)"
    apposition = r"(?:,[ ][^,;:“”\"]{2,60},)?"  # "the ministry's spokesman, Ivo Reth, said"
    patterns: list[tuple[tuple[Stance, regex.Pattern[str]], WordedPattern]] = []
    for stance in (Stance.DECLINES_TO_CONFIRM, Stance.DENIES, Stance.ASSERTS):
        verbs = "|".join(speech["before"][stance.value])
        pattern = regex.compile(rf"{opening}{subject}{apposition}[ ](?:{verbs})(?!\w)", regex.I)
        patterns.append(((stance, pattern), WordedPattern(rf"[ ](?:{verbs})(?!\w)", ignore_case=True)))
    ends = "|".join(map(regex.escape, speech["last"]["sources"]))
    for stance in (Stance.DECLINES_TO_CONFIRM, Stance.DENIES, Stance.ASSERTS):
        verbs = "|".join(speech["last"][stance.value])
        source = rf"(?P<source>(?:[\p{{L}}\p{{M}}’'.-]+[ ]){{0,6}}(?:{ends}))"
        pattern = regex.compile(rf"(?:^|[;“\"”(]\s*){source},?[ ](?:\S+[ ]){{0,14}}?(?:{verbs})(?!\w)", regex.I)
        patterns.append(((stance, pattern), WordedPattern(rf"[ ](?:{verbs})(?!\w)", ignore_case=True)))
    according = "|".join(speech["according"])
    pattern = regex.compile(rf"\b(?:{according})\s+{subject}(?=[,.;]|$)", regex.I)
    patterns.append(((Stance.ASSERTS, pattern), WordedPattern(rf"\b(?:{according})\s", ignore_case=True)))
    return WordedPatterns(patterns, ignore_case=True)


@cache
def _no_source() -> regex.Pattern[str]:
    return regex.compile(rf"^(?:{'|'.join(_speech()['not_a_source'])})$", regex.I)


def find_attributions(text: str, *, pronouns: bool = False) -> list[Attribution]:
    """Find who is said to say something in a sentence.

    Args:
        text: One sentence.
        pronouns: Whether "he" and "they" count as well: they speak, though the sentence does not name them.

    Returns:
        Each source once, in order; a denial or refusal to confirm goes before an assertion by the same words.
    """
    found: dict[int, Attribution] = {}
    for attribution, by_pronoun in _all_attributions(text):
        if pronouns or not by_pronoun:
            found.setdefault(attribution.start, attribution)
    # "for what the ministry said": the words that end at the same verb are one source, its shortest form.
    by_end = {found[start].end: found[start] for start in sorted(found)}
    return sorted(by_end.values(), key=lambda attribution: attribution.start)


@lru_cache(maxsize=1024)
def _all_attributions(text: str) -> tuple[tuple[Attribution, bool], ...]:
    """Return what the patterns find, in their order, and whether it is by a pronoun."""
    return tuple(
        found
        for (stance, pattern), needed in _patterns().that_may_match(text)
        if needed.is_in(text)
        for found in _matches(pattern, stance, text)
    )


class Backing(StrEnum):
    """Who vouches for what a sentence says."""

    ARTICLE = "article"
    NAMED = "named"
    ANONYMOUS = "anonymous"


def find_backing(text: str) -> Backing | None:
    """Return who vouches for what a sentence says.

    Args:
        text: One sentence.

    Returns:
        A named source goes before an anonymous one, and the article's own voice counts where nobody is said to speak;
        ``None`` where somebody speaks whom another sentence names ("they said").
    """
    if _hearsay().search(text):
        return Backing.ANONYMOUS
    sources = [source for source in find_attributions(text) if source.stance is Stance.ASSERTS]
    if not sources and _SAID_BY_UNNAMED.search(text):
        return Backing.ANONYMOUS
    if sources and _unnamed().search(text):
        return Backing.ANONYMOUS
    if sources:
        return Backing.ANONYMOUS if all(_anonymous().search(source.name) for source in sources) else Backing.NAMED
    return None if _says().search(text) else Backing.ARTICLE


# "met at a hotel outside the city, said the sources"
_SAID_BY_UNNAMED = regex.compile(
    r"[,”\"]\s+(?:said|say|according\s+to)\s+(?:the\s+)?(?:(?:two|three|four|several|other|some|diplomatic|security|western|intelligence)\s+){0,2}"
    r"(?:sources?|people|officials|diplomats)\b(?!\s+(?:at|from|of|in)\b)",
    regex.IGNORECASE,
)


@cache
def _anonymous() -> regex.Pattern[str]:
    return regex.compile("|".join(_speech()["anonymous"]), regex.IGNORECASE)


@cache
def _unnamed() -> regex.Pattern[str]:
    return regex.compile("|".join(_speech()["unnamed"]), regex.IGNORECASE)


@cache
def _hearsay() -> regex.Pattern[str]:
    return regex.compile("|".join(_speech()["hearsay"]), regex.IGNORECASE)


@cache
def _says() -> regex.Pattern[str]:
    return regex.compile(rf"\b(?:{'|'.join(_speech()['before']['asserts'])})\b", regex.IGNORECASE)


def _matches(pattern: regex.Pattern[str], stance: Stance, text: str) -> Iterator[tuple[Attribution, bool]]:
    for match in pattern.finditer(text, overlapped=True):
        start, end = match.span("source")
        start += len(match["source"]) - len(_LINKS_BEFORE.sub("", match["source"]))
        name = text[start:end].rstrip(" .")
        by_pronoun = name.lower() in _PRONOUNS
        if name and len(name.split()) <= _MAX_WORDS and (by_pronoun or not _no_source().match(name)):
            yield Attribution(start, start + len(name), name, stance), by_pronoun
