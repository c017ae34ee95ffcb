-- What people decided about the records on the review page.

-- The record that a review goes by: the one that counted when the first of the decisions in force was taken, so that
-- another extraction does not change what was looked at.
CREATE TABLE review_bases (
    article TEXT PRIMARY KEY CHECK (length(article) = 16),  -- the article's id in its record
    extraction TEXT NOT NULL                                -- the record as JSON
) WITHOUT ROWID;

-- Decisions, in the order in which they were taken. None is ever deleted; one that was taken back says so.
CREATE TABLE review_decisions (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES review_bases (article),
    meeting TEXT CHECK ((meeting IS NULL) = (action = 'complete')),
    action TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'correct', 'add', 'complete')),
    change TEXT CHECK ((change IS NULL) = (action NOT IN ('correct', 'add'))),  -- the meeting and its actors as JSON
    author TEXT NOT NULL CHECK (author <> ''),
    made_at TEXT NOT NULL,                                  -- ISO 8601, UTC
    undone_by TEXT,
    undone_at TEXT,
    CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE INDEX review_decisions_article ON review_decisions (article, id);
