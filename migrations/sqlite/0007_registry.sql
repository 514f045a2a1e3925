-- Who changed a party's facts last; the revision tells a form that somebody else was faster.
ALTER TABLE party ADD COLUMN revision   BIGINT NOT NULL DEFAULT 0;
ALTER TABLE party ADD COLUMN updated_at TIMESTAMPTZ;
ALTER TABLE party ADD COLUMN updated_by TEXT;

-- Whom to telephone.
CREATE TABLE party_contact (
    id         INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    party      BIGINT      NOT NULL REFERENCES party (id),
    name       TEXT        NOT NULL,
    duty       TEXT        NOT NULL,
    phone      TEXT,
    email      TEXT,
    note       TEXT        NOT NULL,
    revision   BIGINT      NOT NULL DEFAULT 1,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by TEXT        NOT NULL
);

CREATE INDEX party_contact_party ON party_contact (party);

-- Who entered and left the roster of key enterprises; nothing here is changed or removed. party.tiers is a projection.
CREATE TABLE roster_event (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    party       BIGINT      NOT NULL REFERENCES party (id),
    year        BIGINT      NOT NULL,
    tier        TEXT        NOT NULL CHECK (tier IN ('scale', 'growth', 'industry')),
    step        TEXT        NOT NULL CHECK (step IN ('entry', 'exit')),
    on_day      DATE        NOT NULL,
    reason      TEXT        NOT NULL,
    actor       TEXT        NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX roster_event_year ON roster_event (year, id);

CREATE INDEX roster_event_party ON roster_event (party, id);

CREATE TRIGGER roster_event_is_never_changed BEFORE UPDATE ON roster_event
BEGIN
    SELECT RAISE(ABORT, 'roster_event is append-only');
END;

CREATE TRIGGER roster_event_is_never_removed BEFORE DELETE ON roster_event
BEGIN
    SELECT RAISE(ABORT, 'roster_event is append-only');
END;

-- How many a tier is to have, and the on-time rate (in ten-thousandths) under which removal is proposed: one row.
CREATE TABLE roster_setting (
    one          BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    target       BIGINT NOT NULL CHECK (target > 0),
    on_time_line BIGINT NOT NULL CHECK (on_time_line BETWEEN 0 AND 10000),
    source       TEXT   NOT NULL
);

-- What the registry said of tiers until now becomes their entries.
INSERT INTO roster_event (party, year, tier, step, on_day, reason, actor, recorded_at)
WITH RECURSIVE place (party, word, rest) AS (
    SELECT id, '', tiers || ';' FROM party WHERE tiers <> ''
    UNION ALL
    SELECT party, substr(rest, 1, instr(rest, ';') - 1), substr(rest, instr(rest, ';') + 1) FROM place WHERE rest <> ''
)
SELECT DISTINCT party, CAST(substr(word, 1, 4) AS INTEGER), substr(word, 6), 'entry', substr(word, 1, 4) || '-01-01',
    '登记册原有 / as the registry had it', 'system', strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')
FROM place WHERE word <> '' ORDER BY party, word;
