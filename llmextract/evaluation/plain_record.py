"""From an answer that holds the whole record to the record: mechanically, and to the answer's advantage.

Nothing is corrected. Names stay as they come; what the record can't hold (a country that is no code, a quote that does
not stand in the article) is left out, and said in a warning where it matters to the scores.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from llmextract.evaluation.tally import Tally
from llmextract.extraction.countries import country_codes
from llmextract.schemas import (
    Actor,
    Extraction,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    Quote,
    Run,
    Source,
    Topic,
)
from llmextract.schemas import (
    Warning as RecordWarning,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.articles.article import Article
    from llmextract.evaluation.plain_answer import PlainAnswer, PlainMeeting, PlainParticipant

QUOTE_NOT_FOUND = "quote-not-found"
"""Code of the warning that a quote does not stand in the article; one for each quote."""

NO_EVIDENCE = "no-evidence"
"""Code of the warning that a meeting has no quote of its own: its evidence is the whole article."""

NO_PARTICIPANTS = "no-participants"
"""Code of the warning that a meeting without participants was left out; a record can't hold it."""

_NOTHING = frozenset({"", "null", "none", "unknown", "n/a", "not specified", "not given"})


def make_record(answer: PlainAnswer, article: Article, run: Run) -> Extraction:
    """Make the record of an answer.

    What one name has in several meetings, or twice in one, is joined, because a record has one actor for each name; of
    contradictory values the first stays.

    Args:
        answer: The answer.
        article: The article that it is about.
        run: How the answer came to be.

    Returns:
        The record. Its quotes are the answer's that stand in the article, white space aside; for each other one there
        is a warning `QUOTE_NOT_FOUND`, which `grounded_tally` counts.
    """
    maker = _RecordMaker(article)
    meetings = [made for meeting in answer.meetings if (made := maker.meeting(meeting)) is not None]
    return Extraction(
        article=article.info(),
        actors=tuple(maker.actors.values()),
        meetings=tuple(meetings),
        warnings=tuple(maker.warnings),
        run=run,
    )


def hash_prompt(*parts: str) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of a prompt, by which records tell one from another.

    Args:
        parts: All that is the same in every question.
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def grounded_tally(extraction: Extraction) -> Tally:
    """Count which of the quotes that a system gave stand in the article.

    Args:
        extraction: A record; one of `make_record`, or any other whose quotes were all found.

    Returns:
        The share of the quotes that were found, those included that the record leaves out.
    """
    codes = [warning.code for warning in extraction.warnings]
    found = sum(1 for _ in extraction.quotes()) - codes.count(NO_EVIDENCE)
    return Tally.share(found, found + codes.count(QUOTE_NOT_FOUND))


class _RecordMaker:
    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._made = 0
        self.actors: dict[str, Actor] = {}
        self.warnings: list[RecordWarning] = []

    def meeting(self, plain: PlainMeeting) -> Meeting | None:
        participants: dict[str, Participant] = {}
        for person in plain.participants:
            if actor := self._actor(person):
                participants.setdefault(actor.id, Participant(actor=actor.id, attendance=person.attendance))
        if not participants:
            self._warn(NO_PARTICIPANTS, "a meeting of the answer names nobody and is left out", None)
            return None
        where = f"meetings[{self._made}].evidence"
        self._made += 1
        return Meeting(
            id=f"m{self._made}",
            status=plain.status,
            format=plain.format,
            participants=tuple(participants.values()),
            date=_date(plain),
            place=Place(city=given(plain.city), country=_code(plain.country), venue=given(plain.venue)),
            topics=tuple(
                Topic(label=label, category=topic.category) for topic in plain.topics if (label := topic.label.strip())
            ),
            sources=tuple(
                Source(name=name, stance=source.stance) for source in plain.sources if (name := source.name.strip())
            ),
            evidence=self._evidence(plain.evidence, where),
        )

    def _actor(self, person: PlainParticipant) -> Actor | None:
        name = person.name.strip()
        if not name:
            return None
        known = self.actors.get(name)
        aliases = [alias for given_alias in person.aliases if (alias := given_alias.strip()) and alias != name]
        actor = Actor(
            id=known.id if known else f"a{len(self.actors) + 1}",
            name=name,
            aliases=tuple(dict.fromkeys([*(known.aliases if known else ()), *aliases])),
            kind=known.kind if known else person.kind,
            role=(known.role if known else None) or given(person.role),
            country=(known.country if known else None) or _code(person.country),
        )
        self.actors[name] = actor
        return actor

    def _evidence(self, quotes: Iterable[str], where: str) -> tuple[Quote, ...]:
        found: dict[tuple[int, int], Quote] = {}
        for quote in quotes:
            span = _find(quote, self._text)
            if span is None:
                self._warn(QUOTE_NOT_FOUND, f"does not stand in the article: {' '.join(quote.split())!r}", where)
            else:
                found[span] = Quote(quote=self._text[slice(*span)], start=span[0], end=span[1])
        if not found:
            self._warn(NO_EVIDENCE, "no quote of the answer stands in the article; the whole article is given", where)
            return (Quote(quote=self._text, start=0, end=len(self._text)),)
        return tuple(found.values())

    def _warn(self, code: str, message: str, where: str | None) -> None:
        self.warnings.append(RecordWarning(code=code, message=message, where=where))


def given(value: str | None) -> str | None:
    """Return a value without outer white space, or ``None`` for one that only says that there is none.

    Args:
        value: As the model wrote it.
    """
    stripped = (value or "").strip()
    return None if stripped.casefold() in _NOTHING else stripped


def _code(country: str | None) -> str | None:
    code = (country or "").strip().upper()
    return code if code in country_codes() else None


def _date(plain: PlainMeeting) -> MeetingDate | None:
    words = given(plain.date_text)
    if plain.date is None:
        return MeetingDate(text=words) if words else None
    last = plain.date_end if plain.date_end and plain.date_end > plain.date else plain.date
    return MeetingDate(start=plain.date, end=last, text=words)


def _find(quote: str, text: str) -> tuple[int, int] | None:
    """Find a quote as the codebook's "grounded" does: verbatim, with white space folded."""
    words = quote.split()
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return match.span() if match else None
