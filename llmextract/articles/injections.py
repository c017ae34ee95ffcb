"""Sentences of an article that address a language model instead of a reader: orders, chat markup, forged answers.

Found by wording alone (``injections.toml``, in some twenty languages), so an attacker who words it otherwise is not
found: this is one net behind others. What is found is set aside before anything is asked, and what a record says on
the strength of words in or beside it carries a warning.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

import regex

from llmextract.articles.needed_words import WordedPattern, WordedPatterns
from llmextract.schemas import Warning as RecordWarning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.schemas import Extraction, Meeting

INJECTED = "injected-text"
"""Code of the warning that words addressed to a language model were set aside."""

BESIDE_INJECTED = "beside-injected-text"
"""Code of the warning that a meeting rests on words beside such words, or on disguised ones."""

_LONGEST = 2000  # characters of a sentence or line that are looked at
_MAX_WARNINGS = 10  # about words set aside; one more says how many others there are
_SHOWN = 80  # characters of them in a warning

_INVISIBLE = regex.compile(r"[\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u180e]+")
_SMUGGLED = regex.compile(  # "tag" letters, and runs of characters that show nothing but can spell something
    r"[\U000e0020-\U000e007e]{4,}|[\u200b-\u200d\u2060-\u2064\ufeff]{8,}|[\ufe00-\ufe0f]{4,}|[\U000e0100-\U000e01ef]{3,}"
)
_FLAG = regex.compile(r"\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f")  # of England, Scotland, Wales
_OVERRIDES = regex.compile("[\u202d\u202e]")
_MIXED = regex.compile(r"(?=\p{L}*\p{Script=Latin})(?=\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}{3,}")
_TAGS = re.compile("[\U000e0020-\U000e007e]")
# Neither Greek nor Cyrillic, nor anything that shows nothing or looks like another letter: for a quick "no".
_PLAIN = re.compile("[\\x00-\u02ff\u2010-\u2029\u2030-\u205e\u20a0-\u20bf]*")
_SMALL = str.maketrans(
    "аеорсухіјѕһԁԛԝᴀᴇᴏοαρντικυχγεηω",
    "aeopcyxijshdqwaeooapvtikuxyenw",
)
_ALIKE = str.maketrans("’‹›〈〉⟨⟩❮❯", "'<><><><>")
_OPENING = r"[\s\"'“”‘’«»*_(\[{<|#>-]{0,6}"
_PLACEHOLDERS = {
    "{begin}": r"(?:^|[.!?:;,()\[\]{}<>|#*\"'“”‘’«»…=/\\–—-]|\b(?:please|now|then|kindly|assistant|model|ai|llm|"
    r"you (?:must|should|will|have to|need to|are to)|s'il vous plaît|bitte|por favor|per favore|proszę|пожалуйста)\b)"
    + _OPENING,
    "{start}": r"(?:^|[.!?:;()\[\]{}<>|#*…=\\]|\b(?:please|now|instead|and then)\b)" + _OPENING,
    "{few}": r"(?:[^\s.!?;]+ ){0,8}?",
}


class InjectionKind(StrEnum):
    """What gives such words away: an order, a question or answer of a model, a speaker, a token, or a disguise."""

    ORDER = "order"
    ANSWER = "answer"
    ROLE = "role"
    TOKEN = "token"  # noqa: S105 - of a chat template
    DISGUISE = "disguise"


_ASIDE = frozenset({InjectionKind.ORDER, InjectionKind.ANSWER, InjectionKind.ROLE})
"""What is set aside. A token is harmless in the fence, and a disguise is not certain: words with these are marked."""


@dataclass(frozen=True, slots=True)
class Injection:
    """Words of an article that address a language model.

    Attributes:
        start: Offset of their first character in the article's text.
        end: Offset after their last character.
        kind: What gives them away.
        sentence: Index of the article's sentence that they are; ``None`` for words that are no sentence of it.
    """

    start: int
    end: int
    kind: InjectionKind
    sentence: int | None = None


def injection_kind(text: str) -> InjectionKind | None:
    """Tell whether a sentence or a line addresses a language model.

    Args:
        text: One sentence or line; its first 2,000 and last 2,000 characters are looked at.

    Returns:
        What gives it away, the surest sign of several; ``None`` for words to readers. A disguise is characters that
        show nothing but spell something or turn the direction, or letters of several scripts in one word.
    """
    line = _Line.of(text)
    return line.kind(_patterns().that_may_match("\n".join(line.variants)))


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence or a line, ready to be tried on.

    Attributes:
        looked_at: Its characters, without flags.
        variants: The same folded, and with letters replaced that look Latin.
    """

    looked_at: str
    variants: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Line:
        looked_at = text if len(text) <= 2 * _LONGEST else f"{text[:_LONGEST]} {text[-_LONGEST:]}"
        if _PLAIN.fullmatch(looked_at):
            return cls(looked_at, (_folded(looked_at),))
        looked_at = _FLAG.sub("", looked_at)
        folded = _folded(looked_at)
        return cls(looked_at, tuple(dict.fromkeys((folded, folded.translate(_SMALL)))))

    def kind(self, patterns: Iterable[tuple[InjectionKind, WordedPattern]]) -> InjectionKind | None:
        for variant in self.variants:
            for kind, pattern in patterns:
                if pattern.matches(variant):
                    return kind
        if _PLAIN.fullmatch(self.looked_at):
            return None
        disguised = (
            _SMUGGLED.search(self.looked_at) or _OVERRIDES.search(self.looked_at) or _MIXED.search(self.looked_at)
        )
        return InjectionKind.DISGUISE if disguised else None


def find_injections(article: Article) -> tuple[Injection, ...]:
    """Find the words of an article that address a language model, in sentences and in what stands between them.

    Args:
        article: With its sentences, in order.

    Returns:
        What was found, in order.
    """
    return tuple(_found(article))


def without_injections(article: Article, injections: Sequence[Injection]) -> Article:
    """Return an article without the sentences and the headline that address a language model.

    Sentences that only hold a token of a chat template, or a disguise, stay.

    Args:
        article: With its sentences.
        injections: What `find_injections` found in it.
    """
    left_out = {found.sentence for found in _aside(injections)}
    kept = tuple(sentence for index, sentence in enumerate(article.sentences) if index not in left_out)
    kind = injection_kind(article.title) if article.title else None
    title = None if kind in _ASIDE else article.title
    if title == article.title and not left_out:
        return article
    return replace(article, sentences=kept, title=title)


def with_injection_warnings(record: Extraction, article: Article, injections: Sequence[Injection]) -> Extraction:
    """Return a record that says what was set aside, and which of its meetings rest on words in or beside such words.

    The warnings are ``injected-text`` for each sentence that was set aside (of many, for the first ten), and
    ``beside-injected-text`` for each meeting with evidence in words with a token or a disguise, or in the sentence
    before or after words that address a language model.

    Args:
        record: Made of the article that `without_injections` returns.
        article: As it was before.
        injections: What `find_injections` found in it.
    """
    warnings = (*_set_aside(article, injections), *_marks(article, injections, record.meetings), *record.warnings)
    return record.model_copy(update={"article": article.info(), "warnings": warnings})


def _aside(injections: Sequence[Injection]) -> list[Injection]:
    return [found for found in injections if found.sentence is not None and found.kind in _ASIDE]


def _set_aside(article: Article, injections: Sequence[Injection]) -> Iterator[RecordWarning]:
    aside = _aside(injections)
    for found in aside[:_MAX_WARNINGS]:
        words = " ".join(article.text[found.start : found.end].split())
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
        yield RecordWarning(code=INJECTED, message=f"set aside, it addresses a language model: {shown!r}")
    if (further := len(aside) - _MAX_WARNINGS) > 0:
        message = f"set aside, they address a language model: {further} further sentences"
        yield RecordWarning(code=INJECTED, message=message)


def _marks(article: Article, injections: Sequence[Injection], meetings: Sequence[Meeting]) -> Iterator[RecordWarning]:
    stretches = [_with_neighbours(article, found) for found in injections]
    for number, meeting in enumerate(meetings):
        quotes = [*meeting.evidence, *(quote for part in meeting.participants for quote in part.evidence)]
        if any(low < quote.end and quote.start < high for quote in quotes for low, high in stretches):
            message = "its evidence stands in or beside words that seem meant for a language model"
            yield RecordWarning(code=BESIDE_INJECTED, message=message, where=f"meetings[{number}]")


def _found(article: Article) -> Iterator[Injection]:
    lines = [(*place, _Line.of(article.text[place[0] : place[1]])) for place in _places(article)]
    whole = "\n".join(variant for *_, line in lines for variant in line.variants)
    patterns = _patterns().that_may_match(whole)  # mostly a few
    for start, end, index, line in lines:
        if kind := line.kind(patterns):
            yield Injection(start, end, kind, index)


def _places(article: Article) -> Iterator[tuple[int, int, int | None]]:
    """Return where sentences stand, with their indices, and the lines between."""
    at = 0
    for index, sentence in enumerate(article.sentences):
        yield from _between(article.text, at, sentence.start)
        yield sentence.start, sentence.end, index
        at = max(at, sentence.end)
    yield from _between(article.text, at, len(article.text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    """Return the lines between two sentences: headlines, captions, what was taken for the page's."""
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line), None
        start += len(line)


def _with_neighbours(article: Article, found: Injection) -> tuple[int, int]:
    """Return the stretch from the sentence before an injection to the one after it."""
    first = bisect_right(
        article.sentences, found.start, key=lambda sentence: sentence.end
    )  # that ends behind its start
    last = bisect_left(article.sentences, found.end, key=lambda sentence: sentence.start)  # that starts behind its end
    low = article.sentences[first - 1].start if first else found.start
    high = article.sentences[last].end if last < len(article.sentences) else found.end
    return low, high


def _folded(text: str) -> str:
    """Fold case, compatibility forms, white space and what shows nothing; smuggled letters become plain ones."""
    if text.isascii():  # then nothing of it changes but the case
        return " ".join(text.lower().split())
    plain = _TAGS.sub(lambda tag: chr(ord(tag.group()) - 0xE0000), text)
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", plain))
    return " ".join(visible.casefold().translate(_ALIKE).split())


@functools.cache
def _patterns() -> WordedPatterns[InjectionKind]:
    """Read the wording, once."""
    tables = tomllib.loads(resources.files(__package__).joinpath("injections.toml").read_text(encoding="utf-8"))
    return WordedPatterns(
        (InjectionKind(kind), WordedPattern(_with_meanings(pattern)))
        for kind, languages in tables.items()
        for patterns in languages.values()
        for pattern in patterns
    )


def _with_meanings(pattern: str) -> str:
    for name, meaning in _PLACEHOLDERS.items():
        pattern = pattern.replace(name, meaning)
    return pattern
