"""Gold files for linking: records, and who and which occasion is meant in each of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llmextract.errors import ArticleFormatError, ArticleNotFoundError, ConfigurationError
from llmextract.evaluation.gold import first_problem
from llmextract.events import key_of
from llmextract.schemas import Extraction

if TYPE_CHECKING:
    from collections.abc import Mapping

LINKS = "links.json"
RECORDS = "records"

_HINT = "docs/evaluate.md gives the format of gold files for linking"
_True = Annotated[str, Field(min_length=1)]
_Form = TypeVar("_Form", bound=BaseModel)


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleLinks(_Gold):
    """Who and what one article's record means.

    Attributes:
        actors: The record's actor id -> the true actor, by any name that is the same in every article.
        meetings: The record's meeting id -> the true occasion, likewise.
    """

    actors: dict[str, _True]
    meetings: dict[str, _True]


class NeverMerge(_Gold):
    """What must not be taken for one: triples of two true actors (or occasions) and the reason.

    Attributes:
        actors: Namesakes, relatives, holders of one office.
        meetings: Occasions that look alike.
    """

    actors: tuple[tuple[_True, _True, str], ...] = ()
    meetings: tuple[tuple[_True, _True, str], ...] = ()


class _Links(_Gold):
    articles: Annotated[dict[str, ArticleLinks], Field(min_length=1)]
    never_merge: NeverMerge = NeverMerge()


class LinkingGold(_Gold):
    """A gold set for linking.

    Attributes:
        records: The articles' correct records, by the article's name in the gold set.
        links: Who and what each of them means, by the same name.
        never_merge: What must not be taken for one.
    """

    records: dict[str, Extraction]
    links: dict[str, ArticleLinks]
    never_merge: NeverMerge

    def actors(self) -> dict[str, str]:
        """Return the true actor of each mention, by `llmextract.events.key_of`."""
        return {
            key_of(self.records[name].article.id, own): true
            for name, links in self.links.items()
            for own, true in links.actors.items()
        }

    def meetings(self) -> dict[str, str]:
        """Return the true occasion of each report, by `llmextract.events.key_of`."""
        return {
            key_of(self.records[name].article.id, own): true
            for name, links in self.links.items()
            for own, true in links.meetings.items()
        }


def load_linking_gold(directory: str | Path) -> LinkingGold:
    """Read a gold set for linking: ``links.json``, and ``records/NAME.json`` for each article that it names.

    Args:
        directory: The folder of both.

    Returns:
        The gold set, in the order of ``links.json``.

    Raises:
        ConfigurationError: There is no such folder or file, a file breaks the format, or links and records do not fit.
        ArticleNotFoundError: A record is missing or can't be read.
        ArticleFormatError: A file is not UTF-8.
    """
    folder = Path(directory)
    path = folder / LINKS
    if not path.is_file():
        raise ConfigurationError(f"no {LINKS} in {folder}", hint=_HINT)
    links = _parsed(_Links, path)
    records = {}
    for name, known in links.articles.items():
        record = _parsed(Extraction, folder / RECORDS / f"{name}.json")
        _check_complete(name, known.actors, [actor.id for actor in record.actors], "actor")
        _check_complete(name, known.meetings, [meeting.id for meeting in record.meetings], "meeting")
        records[name] = record
    _check_ids(records)
    gold = LinkingGold(records=records, links=links.articles, never_merge=links.never_merge)
    _check_pairs(links.never_merge.actors, set(gold.actors().values()), "actor")
    _check_pairs(links.never_merge.meetings, set(gold.meetings().values()), "meeting")
    return gold


def _parsed(form: type[_Form], path: Path) -> _Form:
    try:
        return form.model_validate(json.loads(path.read_bytes().decode("utf-8-sig")))
    except OSError as error:
        raise ArticleNotFoundError(f"{path} can't be read: {error.strerror}", hint=_HINT) from error
    except UnicodeDecodeError as error:
        raise ArticleFormatError(
            f"not UTF-8 at byte {error.start}", hint="save it as UTF-8", article=str(path)
        ) from error
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {first_problem(error)}", hint=_HINT) from error
    except ValueError as error:
        raise ConfigurationError(f"{path} is not JSON: {error}", hint=_HINT) from error


def _check_complete(name: str, links: Mapping[str, str], own: list[str], kind: str) -> None:
    if wrong := sorted(set(own) ^ set(links)):
        which = "the links do not name" if wrong[0] in own else "the record does not have"
        raise ConfigurationError(f"{name}: {which} the {kind} {wrong[0]}", hint=_HINT)


def _check_ids(records: Mapping[str, Extraction]) -> None:
    seen: dict[str, str] = {}
    for name, record in records.items():
        other = seen.setdefault(record.article.id, name)
        if other != name:
            raise ConfigurationError(f"{other} and {name} are records of the same article", hint="leave one out")


def _check_pairs(pairs: tuple[tuple[str, str, str], ...], known: set[str], kind: str) -> None:
    for first, second, _reason in pairs:
        if unknown := sorted({first, second} - known):
            raise ConfigurationError(f"never_merge: no article has the {kind} {unknown[0]!r}", hint=_HINT)
        if first == second:
            raise ConfigurationError(f"never_merge: {first!r} can't be kept apart from itself", hint=_HINT)
