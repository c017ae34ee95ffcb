"""Many articles: a store of what was done, batches that survive anything, actors and meetings linked across articles.

    from llmextract.corpus import Sources, Store, run_batch

Nothing heavy is imported until a name is used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.corpus.batch import BatchOptions, arun_batch, run_batch
    from llmextract.corpus.budget import Limits
    from llmextract.corpus.linking import link_actors, link_meetings
    from llmextract.corpus.sources import Sources
    from llmextract.corpus.store import Failure, Store
    from llmextract.corpus.tables import Columns
    from llmextract.corpus.tally import Tally

__all__ = [
    "BatchOptions",
    "Columns",
    "Failure",
    "Limits",
    "Sources",
    "Store",
    "Tally",
    "arun_batch",
    "link_actors",
    "link_meetings",
    "run_batch",
]

_HOMES = {
    "BatchOptions": "batch",
    "Columns": "tables",
    "Failure": "store",
    "Limits": "budget",
    "Sources": "sources",
    "Store": "store",
    "Tally": "tally",
    "arun_batch": "batch",
    "link_actors": "linking",
    "link_meetings": "linking",
    "run_batch": "batch",
}


def __getattr__(name: str) -> object:
    """Import a public name's module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
