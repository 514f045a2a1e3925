-- Runs of what the program does by itself. Who inserts a job's slot carries it out; of a job one runs at a time. What is
-- done once for all servers has no place, what each does for itself names its own.
CREATE TABLE job_run (
    id         INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    job        TEXT        NOT NULL,
    place      TEXT        NOT NULL,
    -- The instant for which it was meant; of a run that somebody asked for, when.
    slot       TIMESTAMPTZ NOT NULL,
    state      TEXT        NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    attempt    BIGINT      NOT NULL CHECK (attempt > 0),
    started_at TIMESTAMPTZ NOT NULL,
    ended_at   TIMESTAMPTZ,
    server     TEXT        NOT NULL,
    asked_by   TEXT,
    -- What it did, in numbers, as JSON; of one that failed why, in words.
    result     TEXT        NOT NULL,
    -- From when on another may take it: of a running one when its server is taken for dead, of a failed one when it is
    -- tried again. Nothing where that is no more.
    wake_at    TIMESTAMPTZ,
    UNIQUE (job, place, slot)
);

CREATE UNIQUE INDEX job_run_running ON job_run (job, place) WHERE state = 'running';

CREATE INDEX job_run_wake ON job_run (wake_at) WHERE wake_at IS NOT NULL;

CREATE INDEX job_run_job ON job_run (job, slot);

CREATE INDEX job_run_failed ON job_run (id) WHERE state = 'failed';

-- The last day whose season was looked at, and its season. Its one row changes only in a transaction that holds the head
-- of the audit trail.
CREATE TABLE season_state (
    one    BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    day    DATE,
    season TEXT
);

INSERT INTO season_state (one, day, season) VALUES (1, NULL, NULL);

-- That who owes something was reminded of its deadline: once.
CREATE TABLE reminder (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    party       BIGINT      NOT NULL REFERENCES party (id),
    item        TEXT        NOT NULL REFERENCES item (code),
    measure     TEXT        NOT NULL,
    first_day   DATE        NOT NULL,
    grain       TEXT        NOT NULL,
    due         TIMESTAMPTZ NOT NULL,
    -- How many figures: one for each party that the subject names.
    figures     BIGINT      NOT NULL CHECK (figures > 0),
    reminded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (party, item, measure, first_day, grain, due)
);

CREATE INDEX reminder_due ON reminder (due);

CREATE INDEX reminder_reminded ON reminder (reminded_at);
