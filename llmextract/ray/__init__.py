"""Past one machine: the same extractor under Ray Data, from tables of articles to a table of records.

    from llmextract.ray import extract_files

    summary = extract_files("s3://news/2031-05/", "s3://records/2031-05/", Extractor(...), workers=64)

Each worker is a process that holds one extractor (and with it the embedded model, where that is the one to be asked)
and works on one batch of articles after another. A worker that dies is started again and its batch repeated; the
outcomes of other batches stay. Needs the extra ``ray``; docs/scale.md tells how to size a cluster.
"""

from __future__ import annotations

from llmextract.ray.jobs import extract_dataset, extract_files
from llmextract.ray.tables import Columns, Summary, read_articles, summarize
from llmextract.ray.worker import ArticleWorker

__all__ = [
    "ArticleWorker",
    "Columns",
    "Summary",
    "extract_dataset",
    "extract_files",
    "read_articles",
    "summarize",
]
