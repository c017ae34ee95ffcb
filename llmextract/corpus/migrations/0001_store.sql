-- Articles, what was asked about them, and what came of it. Days are ISO 8601, moments ISO 8601 in UTC.

-- One command. A run that was killed stays 'running'.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    state TEXT NOT NULL DEFAULT 'running'
        CHECK (state IN ('running', 'done', 'limit', 'budget', 'interrupted', 'stopped')),
    sources TEXT NOT NULL,
    model TEXT NOT NULL,
    effort TEXT NOT NULL,
    prompt_hash TEXT NOT NULL,
    schema_hash TEXT NOT NULL,
    llmextract_version TEXT NOT NULL
);

-- One text with the day of its publication; both decide what its record says.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    published TEXT,
    language_given TEXT,
    source TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    byline TEXT,
    url TEXT,
    language TEXT,
    text TEXT NOT NULL,
    duplicate_of INTEGER REFERENCES articles (id),
    similarity REAL CHECK (similarity BETWEEN 0 AND 1),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    CHECK ((duplicate_of IS NULL) = (similarity IS NULL)),
    CHECK (duplicate_of <> id)
);
CREATE UNIQUE INDEX articles_identity ON articles (sha256, coalesce(published, ''), coalesce(language_given, ''));
CREATE INDEX articles_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- Where texts came from. Without an article: it could not be read.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    article_id INTEGER REFERENCES articles (id),
    is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    UNIQUE (source, fingerprint)
);
CREATE INDEX sources_article ON sources (article_id);

-- One try to draw the record of an article, and what it cost.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    key TEXT NOT NULL CHECK (length(key) = 64),
    state TEXT NOT NULL CHECK (state IN ('done', 'failed', 'stopped')),
    ended_at TEXT NOT NULL,
    seconds REAL NOT NULL,
    requests INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    cached_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cost_usd REAL
);
CREATE INDEX attempts_article ON attempts (article_id);
CREATE INDEX attempts_key ON attempts (key);
CREATE INDEX attempts_run ON attempts (run_id);
CREATE UNIQUE INDEX attempts_done_once ON attempts (key) WHERE state = 'done';

-- The records, as JSON.
CREATE TABLE records (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    meetings INTEGER NOT NULL,
    extraction TEXT NOT NULL
);
CREATE INDEX records_article ON records (article_id);

-- Why an attempt gave no record, or why a source could not be read.
CREATE TABLE failures (
    id INTEGER PRIMARY KEY,
    attempt_id INTEGER UNIQUE REFERENCES attempts (id) ON DELETE CASCADE,
    source_id INTEGER UNIQUE REFERENCES sources (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    hint TEXT,
    failed_at TEXT NOT NULL,
    CHECK ((attempt_id IS NULL) <> (source_id IS NULL))
);

-- For finding copies: equal values (hashes of parts of a MinHash signature) make two articles candidates.
CREATE TABLE duplicate_bands (
    value INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (value, article_id)
) WITHOUT ROWID;

-- The record that counts: of each article that a current source or a copy's current source gives, the newest.
CREATE VIEW current_records AS
SELECT r.article_id, r.attempt_id, r.meetings, r.extraction
FROM records AS r
WHERE r.attempt_id = (SELECT max(newest.attempt_id) FROM records AS newest WHERE newest.article_id = r.article_id)
    AND EXISTS (
        SELECT 1
        FROM articles AS told
        JOIN sources AS s ON s.article_id = told.id AND s.is_current = 1
        WHERE told.id = r.article_id OR told.duplicate_of = r.article_id
    );
