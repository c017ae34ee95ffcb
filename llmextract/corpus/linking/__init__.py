"""Actors and meetings linked across articles: which names are one actor's, which reports are of one occasion.

registry = link_actors(extractions)
events = link_meetings(extractions, registry)
"""

from __future__ import annotations

from llmextract.corpus.linking.actors import Registry, link_actors
from llmextract.corpus.linking.aliases import AliasTable, load_aliases
from llmextract.corpus.linking.judge import Judge, ModelJudge
from llmextract.corpus.linking.meetings import link_meetings
from llmextract.corpus.linking.overrides import Override, Overrides
from llmextract.corpus.linking.stored import Linked, link_store

__all__ = [
    "AliasTable",
    "Judge",
    "Linked",
    "ModelJudge",
    "Override",
    "Overrides",
    "Registry",
    "link_actors",
    "link_meetings",
    "link_store",
    "load_aliases",
]
