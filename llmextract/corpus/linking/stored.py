"""Linking what a store holds: with the user's decisions, under the ids from before, and kept for readers."""

from __future__ import annotations

import contextlib
import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from llmextract.corpus.linking.actors import Registry, link_actors
from llmextract.corpus.linking.forms import Cast
from llmextract.corpus.linking.meetings import link_meetings
from llmextract.corpus.linking.overrides import Overrides
from llmextract.schemas import Extraction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from llmextract.corpus.linking.aliases import AliasTable
    from llmextract.corpus.linking.judge import Judge
    from llmextract.corpus.linking.overrides import Subject
    from llmextract.corpus.store import Store
    from llmextract.events import Event, LinkedActor

__all__ = ["Linked", "link_store"]

FoundT = TypeVar("FoundT", "LinkedActor", "Event")


@dataclass(frozen=True)
class Linked:
    """All that a store's records say together.

    Attributes:
        registry: The actors.
        events: The meetings, the earliest first.
    """

    registry: Registry
    events: list[Event]

    def event(self, event_id: str) -> Event | None:
        """Return the event with this id, if there is one."""
        return next((event for event in self.events if event.id == event_id), None)


def link_store(store: Store, *, aliases: AliasTable | None = None, judge: Judge | None = None) -> Linked:
    """Link the records of a store, and keep the actors, the events and their ids in it.

    The records are read twice, so that they need not be held in memory together; what a batch adds meanwhile is for the
    next time.

    Args:
        store: The store.
        aliases: The user's alias file.
        judge: Asked where the rules leave doubt.

    Raises:
        ConfigurationError: The store can't be read or written.
    """
    with _no_search_for_cycles():
        overrides = Overrides.of_store(store)
        until = store.last_attempt()
        registry = link_actors(
            store.records_as(Cast, until=until),
            aliases=aliases,
            overrides=overrides,
            judge=judge,
            known_ids=_known_ids(store, "actor"),
        )
        events = link_meetings(
            store.records_as(Extraction, until=until),
            registry,
            overrides=overrides,
            judge=judge,
            known_ids=_known_ids(store, "event"),
        )
        with store.transaction() as connection:
            _keep_actors(connection, registry.actors)
            _keep_events(connection, events)
    return Linked(registry, events)


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Switch Python's search for cyclic garbage off: linking makes none, and millions of objects to search among."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # to the old generation with all of them, instead of searching them at once
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _known_ids(store: Store, subject: Subject) -> dict[str, str]:
    """Return the ids that events or actors had when they were last linked, by the keys of their members."""
    rows = store.connection.execute("SELECT key, id FROM link_ids WHERE subject = ?", (subject,))
    return {row[0]: row[1] for row in rows}


def _keep_actors(connection: sqlite3.Connection, actors: Sequence[LinkedActor]) -> None:
    rows = (
        (
            *(actor.id, actor.name, actor.kind.value, actor.country, len(actor.mentions)),
            actor.model_dump_json(exclude={"mentions"}),
        )
        for actor in _by_id(actors)
    )
    connection.execute("DELETE FROM linked_actors")
    connection.executemany("INSERT INTO linked_actors VALUES (?, ?, ?, ?, ?, ?)", rows)
    _keep_ids(connection, "actor", ((key, actor.id) for actor in actors for key in actor.mentions))


def _keep_events(connection: sqlite3.Connection, events: Sequence[Event]) -> None:
    rows = (
        (
            *(event.id, event.status.value),
            *(
                (day and day.isoformat())
                for day in ((event.date.start, event.date.end) if event.date else (None, None))
            ),
            *(event.place.city, event.place.country, event.contested, len(event.reports)),
            event.model_dump_json(exclude={"reports"}),
        )
        for event in _by_id(events)
    )
    connection.execute("DELETE FROM linked_events")
    connection.executemany("INSERT INTO linked_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    _keep_ids(connection, "event", ((report.key, event.id) for event in events for report in event.reports))


def _by_id(found: Iterable[FoundT]) -> list[FoundT]:
    """Return actors or events in the order of their tables, in which SQLite adds them at the end and moves nothing."""
    return sorted(found, key=lambda each: each.id)


def _keep_ids(connection: sqlite3.Connection, subject: Subject, ids: Iterable[tuple[str, str]]) -> None:
    """Keep which actor or event each member belongs to; in the order of the keys, which is that of the table."""
    connection.execute("DELETE FROM link_ids WHERE subject = ?", (subject,))
    id_of = dict(ids)
    rows = ((subject, key, id_of[key]) for key in sorted(id_of))
    connection.executemany("INSERT INTO link_ids (subject, key, id) VALUES (?, ?, ?)", rows)
