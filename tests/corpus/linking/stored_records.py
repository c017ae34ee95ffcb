"""Records put into a store as a batch puts them there, without one."""


def keep_records(store, records):
    """Add an article, a source and a finished attempt for each record."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO runs "
            "(id, started_at, sources, model, effort, prompt_hash, schema_hash, llmextract_version) "
            "VALUES (1, '2031-01-01', '', 'm', 'low', '0', '0', '0')"
        )
        (before,) = connection.execute("SELECT count(*) FROM articles").fetchone()
        for number, record in enumerate(records, before + 1):
            article = record.article
            connection.execute(
                "INSERT INTO articles (id, sha256, published, source, text, run_id) VALUES (?, ?, ?, ?, 'they met', 1)",
                (number, article.sha256, article.published and str(article.published), article.source),
            )
            connection.execute(
                "INSERT INTO sources (source, fingerprint, article_id, run_id) VALUES (?, '0', ?, 1)",
                (article.source, number),
            )
            connection.execute(
                "INSERT INTO attempts VALUES (?, 1, ?, ?, 'done', '2031-01-01', 0, 1, 0, 0, 0, 0, NULL)",
                (number, number, article.sha256),
            )
            connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?)",
                (number, number, len(record.meetings), record.model_dump_json()),
            )
