"""Generated reports in a store, and what linking made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.corpus.store import Store
from llmextract.evaluation.linking import score_linking
from llmextract.events import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.linking.reports import GeneratedReport
    from llmextract.evaluation.linking import LinkingScores

Truth = dict[str, dict[str, str]]
"""By ``actor`` and ``event``: the true thing of each mention and of each report."""


def fill_store(path: Path, reports: Iterable[GeneratedReport]) -> Truth:
    """Write reports into a new store as if a batch had made them, in one transaction instead of one for each.

    Args:
        path: The database, which is made.
        reports: The reports.

    Returns:
        What they mean.
    """
    truth: Truth = {"actor": {}, "event": {}}
    with Store.open(path) as store, store.transaction() as connection:
        connection.execute(
            "INSERT INTO runs (id, started_at, sources, model, effort, prompt_hash, schema_hash, llmextract_version) "
            "VALUES (1, '2031-01-01', '[]', 'generated', 'normal', '', '', '0')"
        )
        for number, report in enumerate(reports, start=1):
            article: dict[str, Any] = report.record["article"]
            connection.execute(
                "INSERT INTO articles (id, sha256, published, source, title, outlet, text, run_id) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                (number, *(article[name] for name in ("sha256", "published", "source", "title", "outlet", "title"))),
            )
            connection.execute(
                "INSERT INTO sources (source, fingerprint, article_id, run_id) VALUES (?, ?, ?, 1)",
                (article["source"], article["sha256"], number),
            )
            connection.execute(
                "INSERT INTO attempts (id, run_id, article_id, key, state, ended_at, seconds, requests, retries, "
                "prompt_tokens, cached_tokens, completion_tokens) "
                "VALUES (?, 1, ?, ?, 'done', '2031-01-01', 0, 0, 0, 0, 0, 0)",
                (number, number, article["sha256"]),
            )
            connection.execute(
                "INSERT INTO records (attempt_id, article_id, meetings, extraction) VALUES (?, ?, 1, ?)",
                (number, number, report.to_json()),
            )
            truth["event"][key_of(article["id"], "m1")] = report.occasion
            truth["actor"] |= {key_of(article["id"], own): person for own, person in report.actors.items()}
    return truth


def score_store(path: Path, truth: Truth) -> dict[str, LinkingScores]:
    """Compare what `llmextract.corpus.linking.link_store` left in a store with the truth."""
    with Store.open(path) as store:
        rows = store.connection.execute("SELECT subject, key, id FROM link_ids").fetchall()
    found: Truth = {"actor": {}, "event": {}}
    for row in rows:
        found[row["subject"]][row["key"]] = row["id"]
    return {subject: score_linking(truth[subject], found[subject]) for subject in truth}
