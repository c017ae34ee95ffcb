"""Gold files: articles with the answers that a careful annotator accepts (section 4 of the codebook)."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, field_validator, model_validator

from llmextract.errors import ArticleFormatError, ArticleNotFoundError, ConfigurationError
from llmextract.schemas import (
    ActorKind,
    Attendance,
    CountryCode,
    Format,
    NonEmpty,
    Status,
    TopicCategory,
)

_DAYS = re.compile(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?")


def fold_space(text: str) -> str:
    """Return the text with every run of white space made one blank, and none at its ends."""
    return " ".join(text.split())


def _checked_days(value: str) -> str:
    if not _DAYS.fullmatch(value):
        raise ValueError(f"a date must read YYYY-MM-DD or start/end, not {value!r}")
    days = [dt.date.fromisoformat(day) for day in value.split("/")]
    if days != sorted(set(days)):
        raise ValueError(f"a date range must end after it starts: {value!r}")
    return value


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldParticipant(_Gold):
    """Somebody who takes part in a gold meeting.

    Attributes:
        name: The fullest form of the name in the article, without title.
        aliases: The other forms in the article.
        kind: What the participant is.
        country: ISO 3166-1 alpha-2 code of the state that it speaks for.
        role: Every accepted office or title.
        attendance: Every accepted answer, the best first.
        optional: No credit lost when missing, none lost when found.
    """

    name: NonEmpty
    aliases: tuple[NonEmpty, ...]
    kind: ActorKind
    country: CountryCode | None
    role: tuple[str, ...]
    attendance: Annotated[tuple[Attendance, ...], Field(min_length=1)]
    optional: StrictBool


class GoldTopic(_Gold):
    """A topic of a gold meeting.

    Attributes:
        label: The annotator's words for it.
        keywords: Words of which a right label holds at least one.
        category: Every accepted category, the best first.
        optional: No credit lost when missing, none lost when found.
    """

    label: NonEmpty
    keywords: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    category: Annotated[tuple[TopicCategory, ...], Field(min_length=1)]
    optional: StrictBool


class GoldPlace(_Gold):
    """Where a gold meeting took or takes place.

    Attributes:
        city: Every accepted city, the best first; ``None`` among them accepts that no city is given.
        country: ISO 3166-1 alpha-2 code; ``None`` where the right answer is null.
        venue: Building or site; not scored.
    """

    city: Annotated[tuple[NonEmpty | None, ...], Field(min_length=1)]
    country: CountryCode | None
    venue: str | None = None


class GoldMeeting(_Gold):
    """A meeting that the article reports.

    Attributes:
        status: Every accepted answer, the best first.
        format: Every accepted answer, the best first.
        date: Every accepted day (``YYYY-MM-DD``) or range (``start/end``), the best first; ``None`` accepts no date.
        date_text: Words of the article that give the time; not scored.
        place: Where.
        participants: Who.
        topics: What about.
        evidence: A verbatim quote that shows that the meeting is reported.
        optional: No credit lost when missing, none lost when found.
    """

    status: Annotated[tuple[Status, ...], Field(min_length=1)]
    format: Annotated[tuple[Format, ...], Field(min_length=1)]
    date: Annotated[tuple[str | None, ...], Field(min_length=1)]
    date_text: tuple[str, ...]
    place: GoldPlace
    participants: Annotated[tuple[GoldParticipant, ...], Field(min_length=1)]
    topics: tuple[GoldTopic, ...]
    evidence: NonEmpty
    optional: StrictBool

    @field_validator("date")
    @classmethod
    def _real_days(cls, value: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return tuple(day if day is None else _checked_days(day) for day in value)

    @field_validator("participants")
    @classmethod
    def _somebody_required(cls, value: tuple[GoldParticipant, ...]) -> tuple[GoldParticipant, ...]:
        # Such a meeting could never be paired, since a pair needs the participants' F1 over 0.
        if all(participant.optional for participant in value):
            raise ValueError("not every participant of a meeting can be optional")
        return value


class GoldDocument(_Gold):
    """One article with its right answers.

    Attributes:
        id: Stem of the two files.
        source: Where the text comes from, with its licence.
        published: The publication date that the extractor is given; ``None`` where it is unknown.
        meetings: The meetings, in no particular order; none where the article reports none.
        text: The article as a user would paste it.
    """

    id: NonEmpty
    source: NonEmpty
    published: dt.date | None
    meetings: tuple[GoldMeeting, ...]
    text: str

    @model_validator(mode="after")
    def _evidence_in_text(self) -> Self:
        text = fold_space(self.text)
        for meeting in self.meetings:
            if fold_space(meeting.evidence) not in text:
                raise ValueError(f"the evidence {meeting.evidence!r} does not occur in the text")
        return self


def load_gold(directory: str | Path) -> list[GoldDocument]:
    """Read a folder of gold files, ``ID.json`` and ``ID.txt`` for each document.

    Other files, such as a README.md, are ignored.

    Args:
        directory: The folder.

    Returns:
        The documents, by id.

    Raises:
        ConfigurationError: There is no such folder, it holds no gold files, or a JSON file breaks the format.
        ArticleNotFoundError: A document lacks one of its two files, or a file can't be read.
        ArticleFormatError: A text is empty or not UTF-8.
    """
    folder = Path(directory)
    if not folder.is_dir():
        raise ConfigurationError(f"no gold folder at {folder}", hint="give a folder of ID.txt and ID.json files")
    stems = sorted({path.stem for path in folder.iterdir() if path.suffix in {".json", ".txt"}})
    if not stems:
        raise ConfigurationError(f"no gold files in {folder}", hint="give a folder of ID.txt and ID.json files")
    return [_load_document(folder, stem) for stem in stems]


def _load_document(folder: Path, stem: str) -> GoldDocument:
    text_path, answers_path = folder / f"{stem}.txt", folder / f"{stem}.json"
    text = _read(text_path, other=answers_path)
    if not text.strip():
        raise ArticleFormatError("the text of a gold document is empty", article=str(text_path))
    answers = _parse(_read(answers_path, other=text_path), answers_path)
    try:
        document = GoldDocument.model_validate(answers | {"text": text})
    except ValidationError as error:
        raise ConfigurationError(f"{answers_path}: {first_problem(error)}", hint=_FORMAT_HINT) from error
    if document.id != stem:
        raise ConfigurationError(
            f"{answers_path}: its id is {document.id!r}", hint="the id must be the file's name without .json"
        )
    return document


_FORMAT_HINT = "section 4 of the codebook gives the format of gold files"


def _read(path: Path, *, other: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ArticleNotFoundError(
            f"{other} has no {path.name} beside it", hint="a gold document is a pair of ID.txt and ID.json"
        ) from None
    except OSError as error:
        raise ArticleNotFoundError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ArticleFormatError(
            f"not UTF-8 at byte {error.start}", hint="save it as UTF-8", article=str(path)
        ) from error


def _parse(raw: str, path: Path) -> dict[str, Any]:
    try:
        answers = json.loads(raw)
    except ValueError as error:
        raise ConfigurationError(f"{path} is not JSON: {error}", hint=_FORMAT_HINT) from error
    if not isinstance(answers, dict):
        raise ConfigurationError(f"{path} holds no JSON object", hint=_FORMAT_HINT)
    if "text" in answers:  # the loader's own field; the article stands in the other file
        raise ConfigurationError(f"{path}: text: unknown key", hint=_FORMAT_HINT)
    return answers


def first_problem(error: ValidationError) -> str:
    """Return the first thing that is wrong with a file, in one line, and how many more there are."""
    problems = error.errors(include_url=False)
    first = problems[0]
    where = ".".join(str(part) for part in first["loc"])
    what = {"extra_forbidden": "unknown key", "missing": "key missing"}.get(first["type"], first["msg"])
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{where}: {what}{more}" if where else f"{what}{more}"
