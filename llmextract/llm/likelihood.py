"""How sure a model was of the parts of its answer, out of the probabilities of the answer's tokens.

A value is spread over several tokens, a token may hold the end of one value and the start of the next, and what a
server lists are tokens, not values. So each question ("this choice out of those", "another item or the list's end") is
put to the characters: from some place in the text on, every listed token answers it one way, answers it the other way,
leaves it open, or cannot stand there at all. The last kind is left out of the sum, for two reasons: what llama.cpp
lists are the model's own wishes, before the grammar of the answer's form forbids most of them, and a model that is held
to a form is to be judged among the answers that the form allows. A token that leaves open what the model's own token
settles counts against the answer: models spell a text in one way nearly always, and would have spelt this answer with
the token that they chose. Tokens that are not listed are taken to weigh nothing.

What comes out is the model's opinion, and models are often too sure; how often it is right has to be measured.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmextract.llm.answer_text import find_json_object
from llmextract.llm.token_probabilities import find_text, token_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from llmextract.llm.base import Reply

    Path = tuple[str | int, ...]
    Judge = Callable[[bytes, int], bool | None]

JSON_STARTS = '{["-0123456789tfn'
"""The characters that a JSON value may start with."""

_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_SAME_KIND = (b"-0123456789", b"tf")
_SPACE = b" \t\n\r"
_REACH = 64
"""Tokens that end more bytes than this before a question opens have no alternative long enough to answer it."""


@dataclass
class _Container:
    """An object or list that is being read; ``step`` leads to the next value, ``None`` where a key comes first."""

    path: Path
    start: int
    step: str | int | None


def value_spans(text: str) -> dict[Path, tuple[int, int]]:
    """Find where the values of an answer stand.

    Args:
        text: The answer as it came. The object that `llmextract.llm.answer_text.parse_answer` reads is looked at; a
            code fence, thinking or a sentence around it shifts nothing.

    Returns:
        Start and end, in characters of ``text``, of every value by its path, the quotes and brackets included. A path
        holds the keys of objects and the indexes of lists from the outside in; that of the whole object is ``()``.
        Empty where there is no object.
    """
    found = find_json_object(text)
    offset = text.rfind(found) if found else -1
    if found is None or offset < 0:
        return {}
    spans: dict[Path, tuple[int, int]] = {}
    open_ones: list[_Container] = []
    for match in _LEXEME.finditer(text, offset, offset + len(found)):
        lexeme = match[0]
        inmost = open_ones[-1] if open_ones else None
        if inmost is not None and lexeme in "}]":
            open_ones.pop()
            spans[inmost.path] = inmost.start, match.end()
        elif inmost is not None and lexeme == ",":
            inmost.step = inmost.step + 1 if isinstance(inmost.step, int) else None
        elif inmost is not None and inmost.step is None:
            inmost.step = json.loads(lexeme)
            _forget(spans, (*inmost.path, json.loads(lexeme)))
        elif lexeme != ":":
            path = () if inmost is None or inmost.step is None else (*inmost.path, inmost.step)
            if lexeme in "{[":
                open_ones.append(_Container(path, match.start(), 0 if lexeme == "[" else None))
            else:
                spans[path] = match.span()
    return spans


def _forget(spans: dict[Path, tuple[int, int]], path: Path) -> None:
    """Drop what an earlier key of the same name led to: of equal keys, the last counts."""
    if path in spans:
        for each in [each for each in spans if each[: len(path)] == path]:
            del spans[each]


def choice_probability(reply: Reply[Any], path: Path, options: Iterable[str]) -> float | None:
    """Tell how probable a choice was among those that the form offers.

    At each token where the options still differ, the tokens that some option allows are weighed against each other.

    Args:
        reply: The answer.
        path: Where the choice stands, as in `value_spans`. The value is a string.
        options: What could be chosen. For an item of a list whose order means nothing, leave out what stands elsewhere
            in the list: the model did not prefer the item to that, it only named it sooner.

    Returns:
        From 0 to 1; 1.0 for the only option. ``None`` where the server does not tell the tokens, or no such choice
        stands there.
    """
    answer = _Answer.of(reply)
    span = answer.spans.get(path) if answer else None
    if answer is None or span is None or answer.data[span[0] : span[0] + 1] != b'"':
        return None
    written = answer.data[span[0] + 1 : span[1]]
    chosen = json.loads(answer.data[span[0] : span[1]])
    spellings = {option: _spellings(option) for option in options}
    if chosen not in spellings:
        return None
    spellings[chosen].add(written)

    def settles(rest: bytes, done: int) -> bool | None:
        possible = {
            option
            for option, ways in spellings.items()
            for way in ways
            if way[:done] == written[:done] and (way[done:].startswith(rest) or rest.startswith(way[done:]))
        }
        return possible == {chosen} if possible else None

    return answer.probability(span[0] + 1, settles)


def item_probability(reply: Reply[Any], path: Path) -> float | None:
    """Tell how probable it was that an item stands in a list, rather than that the list ends before it.

    What the form says of the list's length is not considered: of an item that the form demands, this is what the model
    would have thought of it without.

    Args:
        reply: The answer.
        path: Where the item stands, as in `value_spans`; its last step is the index.

    Returns:
        From 0 to 1: for the first item, the weight of tokens that go on like it (with a bracket, a quote, …) against
        those that close the list; for any other, that of a comma against the list's end. ``None`` where the server does
        not tell the tokens, or no such item stands there.
    """
    answer = _Answer.of(reply)
    if answer is None or path not in answer.spans or not path or not isinstance(path[-1], int):
        return None
    around, index = path[:-1], path[-1]
    if index:
        return answer.probability(answer.spans[*around, index - 1][1], _first_of(b",", b"]", blank=False))
    first = answer.data[answer.spans[path][0] : answer.spans[path][0] + 1]
    kind = next((kind for kind in _SAME_KIND if first in kind), first)
    return answer.probability(answer.spans[around][0] + 1, _first_of(kind, b"]", blank=True))


def end_probability(reply: Reply[Any], path: Path, *, starts: str = JSON_STARTS) -> float | None:
    """Tell how probable it was that a list ends where it does, rather than that it goes on.

    What the form says of the list's length is not considered, as in `item_probability`.

    Args:
        reply: The answer.
        path: Where the list stands, as in `value_spans`.
        starts: The characters that an item may start with in this form (``{`` where all are objects); used for an
            empty list, after which nothing shows what its items would have been.

    Returns:
        From 0 to 1. ``None`` where the server does not tell the tokens, or no list stands there.
    """
    answer = _Answer.of(reply)
    span = answer.spans.get(path) if answer else None
    if answer is None or span is None or answer.data[span[0] : span[0] + 1] != b"[":
        return None
    length = 0
    while (*path, length) in answer.spans:
        length += 1
    if length:
        return answer.probability(answer.spans[*path, length - 1][1], _first_of(b"]", b",", blank=True))
    return answer.probability(span[0] + 1, _first_of(b"]", starts.encode(), blank=False))


def _spellings(option: str) -> set[bytes]:
    """Return how JSON may spell a string, up to and including the closing quote."""
    return {json.dumps(option, ensure_ascii=ascii_)[1:].encode("utf-8", "surrogatepass") for ascii_ in (False, True)}


def _first_of(for_it: bytes, against_it: bytes, *, blank: bool) -> Judge:
    """Make a judge that looks at the first character which is no white space.

    Where there is none, ``blank`` decides: whoever breaks lines does so before a list's first item and after its last,
    never in an empty list or before a comma.
    """

    def judge(rest: bytes, _: int) -> bool | None:
        first = rest.lstrip(_SPACE)[:1]
        if not first:
            return blank
        return True if first in for_it else False if first in against_it else None

    return judge


@dataclass(frozen=True)
class _Place:
    """A token of an answer in bytes, and what else might have stood there; logarithms are natural."""

    start: int
    chosen: bytes
    listed: tuple[tuple[bytes, float], ...]


@dataclass(frozen=True)
class _Answer:
    """An answer, its tokens and its values; all offsets are in bytes.

    Attributes:
        data: What the tokens spell; offsets count from its start.
        places: The tokens.
        spans: As `value_spans` gives them.
        exact: For each byte whether white space counts there: within strings, and outside of the answer's object.
    """

    data: bytes
    places: tuple[_Place, ...]
    spans: dict[Path, tuple[int, int]]
    exact: bytes

    @classmethod
    def of(cls, reply: Reply[Any]) -> _Answer | None:
        """Read a reply; ``None`` where its tokens are not known or there is no object in it."""
        start = find_text(reply.raw, reply.tokens) if reply.tokens else None
        spans = value_spans(reply.raw)
        if reply.tokens is None or start is None or not spans:
            return None
        data = b"".join(token_bytes(token.text) for token in reply.tokens)
        offsets = [start]
        for character in reply.raw:
            offsets.append(offsets[-1] + len(character.encode()))
        whole = spans[()]
        exact = bytearray(b"\1") * len(data)
        exact[offsets[whole[0]] : offsets[whole[1]]] = bytes(offsets[whole[1]] - offsets[whole[0]])
        for match in _LEXEME.finditer(reply.raw, *whole):
            if match[0].startswith('"'):
                inside = slice(offsets[match.start()] + 1, offsets[match.end()])
                exact[inside] = b"\1" * (inside.stop - inside.start)
        in_bytes = {path: (offsets[span[0]], offsets[span[1]]) for path, span in spans.items()}
        return cls(data, tuple(_places(reply)), in_bytes, bytes(exact))

    def probability(self, opens: int, judge: Judge) -> float | None:
        """Weigh the tokens that answer a question as the text does against those that answer it otherwise.

        Args:
            opens: Where the question opens: the offset after the last byte that says nothing of it.
            judge: Given what a token says from there on, and how many bytes the tokens before it have said: whether
                that answers the question as the text does. ``None`` for what cannot stand there.

        Returns:
            From 0 to 1; ``None`` where nothing is known.
        """
        answered, still_open = 0.0, 1.0
        for place in self.places:
            if not place.chosen or place.start + len(place.chosen) < opens - _REACH:
                continue
            for_it, against_it, undecided, settled = self._weigh(place, opens, judge)
            total = for_it + against_it + undecided
            if not total:
                return None
            answered += still_open * for_it / total
            if settled:
                return answered
            still_open *= undecided / total
        return None

    def _weigh(self, place: _Place, opens: int, judge: Judge) -> tuple[float, float, float, bool]:
        """Sum up the tokens listed at one place: for, against, undecided, and whether the chosen one is for."""
        done = max(0, place.start - opens)
        chosen = self._beyond(place.chosen, place.start, opens)
        said = chosen[0] if chosen else b""
        settled = bool(said) and judge(said, done) is True
        highest = max((logprob for _, logprob in place.listed), default=-math.inf)
        weights = {True: 0.0, False: 0.0}
        undecided = 0.0
        for text, logprob in place.listed:
            beyond = self._beyond(text, place.start, opens) if text else None
            if beyond is None or logprob == -math.inf:
                continue
            rest, end = beyond
            weight = math.exp(logprob - highest)
            if beyond == chosen and not settled:
                undecided += weight
            elif rest:
                verdict = judge(rest, done)
                if verdict is not None:
                    weights[verdict] += weight
            elif said and end == opens:
                weights[False] += weight
        return weights[True], weights[False], undecided, settled

    def _beyond(self, text: bytes, start: int, opens: int) -> tuple[bytes, int] | None:
        """Return what a token says after ``opens`` if it stands at ``start``, and how far before that it agrees.

        White space between the values may differ. A token that contradicts the text before ``opens`` is ``None``.
        """
        position = 0
        for offset in range(start, opens):
            if not self.exact[offset]:
                if self.data[offset] in _SPACE:
                    continue
                position = len(text) - len(text[position:].lstrip(_SPACE))
            if position == len(text):
                return b"", offset
            if text[position] != self.data[offset]:
                return None
            position += 1
        return text[position:], opens


def _places(reply: Reply[Any]) -> Iterator[_Place]:
    start = 0
    for token in reply.tokens or ():
        chosen = token_bytes(token.text)
        yield _Place(start, chosen, tuple((token_bytes(text), logprob) for text, logprob in token.alternatives))
        start += len(chosen)
