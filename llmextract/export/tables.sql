-- The tables and views of an export to SQLite or DuckDB: SQL that both understand.
CREATE TABLE articles (
    article VARCHAR PRIMARY KEY, source VARCHAR NOT NULL, title VARCHAR, outlet VARCHAR, byline VARCHAR, url VARCHAR,
    published DATE, language VARCHAR, sha256 VARCHAR NOT NULL, model VARCHAR NOT NULL, llmextract_version VARCHAR NOT NULL
);
CREATE TABLE actors (
    article VARCHAR NOT NULL REFERENCES articles (article), actor VARCHAR NOT NULL, actor_key VARCHAR NOT NULL,
    name VARCHAR NOT NULL, kind VARCHAR NOT NULL, role VARCHAR, country VARCHAR, plover_code VARCHAR,
    primary_sector VARCHAR, PRIMARY KEY (article, actor)
);
CREATE TABLE aliases (
    article VARCHAR NOT NULL, actor VARCHAR NOT NULL, alias VARCHAR NOT NULL,
    FOREIGN KEY (article, actor) REFERENCES actors (article, actor)
);
CREATE TABLE meetings (
    meeting VARCHAR PRIMARY KEY, event VARCHAR, article VARCHAR NOT NULL REFERENCES articles (article),
    status VARCHAR NOT NULL, format VARCHAR NOT NULL, date_start DATE, date_end DATE, date_text VARCHAR, venue VARCHAR,
    city VARCHAR, country VARCHAR, place_text VARCHAR, latitude DOUBLE, longitude DOUBLE, geonames_id INTEGER,
    outcome VARCHAR, confidence DOUBLE
);
CREATE TABLE participants (
    meeting VARCHAR NOT NULL REFERENCES meetings (meeting), article VARCHAR NOT NULL, actor VARCHAR NOT NULL,
    attendance VARCHAR NOT NULL, confidence DOUBLE, PRIMARY KEY (meeting, actor),
    FOREIGN KEY (article, actor) REFERENCES actors (article, actor)
);
CREATE TABLE topics (
    meeting VARCHAR NOT NULL REFERENCES meetings (meeting), topic INTEGER NOT NULL, label VARCHAR NOT NULL,
    category VARCHAR NOT NULL, PRIMARY KEY (meeting, topic)
);
CREATE TABLE sources (
    meeting VARCHAR NOT NULL REFERENCES meetings (meeting), source INTEGER NOT NULL, name VARCHAR NOT NULL,
    stance VARCHAR NOT NULL, PRIMARY KEY (meeting, source)
);
-- "of_what" is meeting, participant, topic or source; "which" its actor, its number, or empty for the meeting itself.
CREATE TABLE quotes (
    meeting VARCHAR NOT NULL REFERENCES meetings (meeting), of_what VARCHAR NOT NULL, which VARCHAR NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, quote VARCHAR NOT NULL
);

-- One row a participant of a meeting, with all that belongs to both.
CREATE VIEW participations AS
SELECT m.meeting, m.event, m.article, m.status, m.format, m.date_start, m.date_end, m.city, m.country AS place_country,
    a.actor_key, a.name, a.kind, a.role, a.country, a.plover_code, a.primary_sector, p.attendance, p.confidence
FROM meetings m
JOIN participants p ON p.meeting = m.meeting
JOIN actors a ON a.article = p.article AND a.actor = p.actor;

-- One row a meeting, with its participants in one column.
CREATE VIEW meeting_list AS
SELECT m.meeting, m.event, m.status, m.format, m.date_start, m.date_end, m.city, m.country, r.title, r.outlet,
    r.published, m.confidence,
    (SELECT group_concat(x.name, '; ') FROM participations x WHERE x.meeting = m.meeting) AS participants
FROM meetings m
JOIN articles r ON r.article = m.article;

-- Who met whom, how often, and when: meetings held, and only those whom nobody denies to have been there.
CREATE VIEW who_met_whom AS
SELECT one.actor_key AS actor_1, min(one.name) AS name_1, other.actor_key AS actor_2, min(other.name) AS name_2,
    count(DISTINCT coalesce(one.event, one.meeting)) AS occasions, min(one.date_start) AS first, max(one.date_end) AS last
FROM participations one
JOIN participations other ON other.meeting = one.meeting AND one.actor_key < other.actor_key
WHERE one.status = 'held' AND one.attendance <> 'denied' AND other.attendance <> 'denied'
GROUP BY one.actor_key, other.actor_key;
