"""A store with invented articles, as a batch would have left it."""

from llmextract.corpus.store import Store

_RUN = "INSERT INTO runs VALUES (1, '2024-12-09T00:00:00+00:00', NULL, 'done', '[]', 'm', 'normal', 'p', 's', '0')"
_ARTICLE = (
    "INSERT INTO articles (id, sha256, published, source, title, outlet, text, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, 1)"
)
_ATTEMPT = (
    "INSERT INTO attempts (id, run_id, article_id, key, state, ended_at, seconds, requests, retries, prompt_tokens, "
    "cached_tokens, completion_tokens) VALUES (?, 1, ?, ?, 'done', '2024-12-09T00:00:00+00:00', 1, 1, 0, 1, 0, 1)"
)


def make_store(path, *articles):
    """Write a store with records and their texts: pairs of a record and a text."""
    with Store.open(path) as store, store.transaction() as connection:
        connection.execute(_RUN)
        for number, (record, text) in enumerate(articles, start=1):
            about = record.article
            published = about.published and about.published.isoformat()
            connection.execute(
                _ARTICLE, (number, about.sha256, published, about.source, about.title, about.outlet, text)
            )
            connection.execute(
                "INSERT INTO sources (source, fingerprint, article_id, run_id) VALUES (?, ?, ?, 1)",
                (about.source, f"f{number}", number),
            )
            connection.execute(_ATTEMPT, (number, number, f"{number:064}"))
            connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?)",
                (number, number, len(record.meetings), record.model_dump_json()),
            )
    return path
