"""Names that mean the same actor though nothing in them does: the user's own file.

    [[actor]]
    name = "Ada Novak"
    aliases = ["A. N. Brezovar", "Mother Ada"]
    country = "SI"                          # optional

    [[apart]]
    names = ["Ada Novak", "Ada Novakova"]   # never one, however alike

What an article itself states ("Ada Novak, known as Mother Ada") needs no file: the records hold it as an alias.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llmextract.corpus.linking.collectives import read_collective
from llmextract.corpus.linking.names import read_name
from llmextract.errors import ConfigurationError
from llmextract.schemas import CountryCode, NonEmpty

if TYPE_CHECKING:
    import os
    from collections.abc import Hashable, Iterator

__all__ = ["AliasTable", "KnownActor", "NamesApart", "load_aliases"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KnownActor(_Entry):
    """An actor whose names the user lists."""

    name: NonEmpty
    aliases: tuple[NonEmpty, ...] = Field(min_length=1)
    country: CountryCode | None = None


class NamesApart(_Entry):
    """Names that the user knows to be of different actors."""

    names: tuple[NonEmpty, ...] = Field(min_length=2)


class AliasTable(_Entry):
    """The user's file: actors with all their names, and names that are never one actor's."""

    actor: tuple[KnownActor, ...] = ()
    apart: tuple[NamesApart, ...] = ()

    def actors(self) -> Iterator[tuple[set[Hashable], str | None]]:
        """Yield the keys of each actor's names (`PersonName.key`, `CollectiveName.words`) and its country."""
        for known in self.actor:
            names = (known.name, *known.aliases)
            keys: set[Hashable] = {read_name(name).key for name in names}
            yield keys | {read_collective(name).words for name in names}, known.country

    def apart_keys(self) -> set[frozenset[object]]:
        """Return the keys (`PersonName.key`) of each two names that are never one actor's."""
        return {
            frozenset((read_name(first).key, read_name(second).key))
            for entry in self.apart
            for at, first in enumerate(entry.names)
            for second in entry.names[at + 1 :]
        }


def load_aliases(path: str | os.PathLike[str]) -> AliasTable:
    """Read the user's alias file.

    Args:
        path: A TOML file.

    Raises:
        ConfigurationError: It can't be read, is no TOML, or has an entry that makes no sense.
    """
    hint = 'an entry is: [[actor]] with name = "…" and aliases = ["…"], or [[apart]] with names = ["…", "…"]'
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"the alias file {path} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"the alias file {path} is no TOML: {error}", hint=hint) from error
    try:
        return AliasTable.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"the alias file {path} is wrong at {where}: {first['msg']}", hint=hint) from error
