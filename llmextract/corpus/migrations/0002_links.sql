-- Linking across articles: what the user decided, what a language model judged, and what was found last.

-- The user's own decisions; they hold before any rule. A key names a meeting or an actor of one article's record:
-- "1846cda752b69740:m1", "1846cda752b69740:a2".
CREATE TABLE link_overrides (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject IN ('event', 'actor')),
    first TEXT NOT NULL,                                -- of "different": the one that was taken out
    second TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    made_at TEXT NOT NULL,                              -- ISO 8601, UTC
    UNIQUE (subject, first, second)
);

-- What a language model answered; the same question is not put to the same model twice.
CREATE TABLE link_judgements (
    question TEXT NOT NULL,                             -- SHA-256 of the messages sent
    model TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
    reason TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (question, model)
) WITHOUT ROWID;

-- The ids that actors and events bore when they were last linked, so that they keep them as articles are added.
CREATE TABLE link_ids (
    subject TEXT NOT NULL CHECK (subject IN ('event', 'actor')),
    key TEXT NOT NULL,                                  -- of a meeting or an actor of one article's record
    id TEXT NOT NULL,                                   -- of the event or the linked actor
    PRIMARY KEY (subject, key)
) WITHOUT ROWID;

CREATE INDEX link_ids_by_id ON link_ids (subject, id);

-- Actors and events as they were last linked, for readers of the database; linking itself only reads link_ids.
CREATE TABLE linked_actors (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,                                       -- ISO 3166-1 alpha-2
    mentions INTEGER NOT NULL,
    actor TEXT NOT NULL                                 -- LinkedActor as JSON, but for its mentions: see link_ids
) WITHOUT ROWID;

CREATE TABLE linked_events (
    id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    start_date TEXT,                                    -- ISO 8601
    end_date TEXT,
    city TEXT,
    country TEXT,
    contested INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    event TEXT NOT NULL                                 -- Event as JSON, but for its reports: see link_ids
) WITHOUT ROWID;
