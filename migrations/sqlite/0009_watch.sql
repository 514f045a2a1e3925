-- How the watch behaves, by season; the office edits the rows. Gap hysteresis in ten-thousandths of demand, stock
-- hysteresis in thousandths of a day; overdue hours are those after the deadline from which a level holds.
CREATE TABLE watch_setting (
    season            TEXT   NOT NULL PRIMARY KEY CHECK (season IN ('off', 'winter', 'summer')),
    gap_hysteresis    BIGINT NOT NULL CHECK (gap_hysteresis >= 0),
    stock_hysteresis  BIGINT NOT NULL CHECK (stock_hysteresis >= 0),
    hold_days         BIGINT NOT NULL CHECK (hold_days >= 0),
    escalate_blue     BIGINT NOT NULL CHECK (escalate_blue > 0),
    escalate_yellow   BIGINT NOT NULL CHECK (escalate_yellow > 0),
    escalate_orange   BIGINT NOT NULL CHECK (escalate_orange > 0),
    escalate_red      BIGINT NOT NULL CHECK (escalate_red > 0),
    overdue_blue      BIGINT,
    overdue_yellow    BIGINT,
    overdue_orange    BIGINT,
    overdue_red       BIGINT,
    implausible_level TEXT   NOT NULL CHECK (implausible_level IN ('blue', 'yellow', 'orange', 'red')),
    frozen_days       BIGINT NOT NULL,
    apart_percent     BIGINT NOT NULL,
    apart_days        BIGINT NOT NULL CHECK (apart_days > 0),
    stoppage_percent  BIGINT NOT NULL,
    stoppage_days     BIGINT NOT NULL CHECK (stoppage_days > 0),
    cause_percent     BIGINT NOT NULL,
    source            TEXT   NOT NULL
);

-- What the last run judged: its day, and a digest of the settings by which it did. `stale` asks for everything to be
-- judged anew. Its one row changes only in a transaction that holds the head of the audit trail.
CREATE TABLE watch_state (
    one           BIGINT      NOT NULL PRIMARY KEY CHECK (one = 1),
    day           DATE,
    settings      TEXT        NOT NULL,
    stale         BOOLEAN     NOT NULL,
    reconciled_at TIMESTAMPTZ
);

INSERT INTO watch_state (one, day, settings, stale, reconciled_at) VALUES (1, NULL, '', TRUE, NULL);

-- Figures that were written since the last run, with what they stated in it: nothing where there was none. Written in
-- the transaction of the figure itself, so a crash loses none.
CREATE TABLE watch_touched (
    series    BIGINT NOT NULL REFERENCES series (id),
    first_day DATE   NOT NULL,
    grain     TEXT   NOT NULL,
    quantity  BIGINT,
    PRIMARY KEY (series, first_day, grain)
) WITHOUT ROWID;

-- The `since` that these series had in the last run; nothing where they are new.
CREATE TABLE watch_touched_series (
    series BIGINT NOT NULL PRIMARY KEY REFERENCES series (id),
    since  DATE
);

-- Sums of the last run's day, from which groups are judged after a change: `city`, `division:410181`, `supplier:CODE`.
CREATE TABLE watch_sum (
    item TEXT NOT NULL REFERENCES item (code),
    part TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (item, part)
) WITHOUT ROWID;

-- A party's series of an item, and what suppliers state into the pool.
CREATE INDEX series_item_consumer ON series (item, consumer);

CREATE INDEX series_item_supplier ON series (item, supplier);

-- For whom a party reports.
CREATE INDEX party_reporter ON party (reporter);

CREATE TABLE alert (
    id            INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind          TEXT        NOT NULL CHECK (kind IN ('gap', 'stock', 'overdue', 'implausible')),
    item          TEXT        NOT NULL REFERENCES item (code),
    scope         TEXT        NOT NULL,
    party         BIGINT      REFERENCES party (id),
    division      TEXT,
    phase         TEXT        NOT NULL CHECK (phase IN ('pending', 'firing', 'recovering', 'resolved')),
    -- Evaluation days: since when it is pending or has fired, when it passed, since when it cannot be judged.
    since         DATE,
    resolved_on   DATE,
    unknown_since DATE,
    -- Since when each line has been passed: `blue 2026-11-23,yellow 2026-11-22`.
    easing        TEXT        NOT NULL,
    level         TEXT        NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
    worst         TEXT        NOT NULL CHECK (worst IN ('blue', 'yellow', 'orange', 'red')),
    -- The numbers, as JSON; what they are of; and the missing amount in thousandths, rounded, to find the worst by.
    facts         TEXT        NOT NULL,
    about         TEXT        NOT NULL,
    size          BIGINT      NOT NULL,
    opened_at     TIMESTAMPTZ NOT NULL,
    changed_at    TIMESTAMPTZ NOT NULL,
    resolved_at   TIMESTAMPTZ,
    attention     TEXT        NOT NULL CHECK (attention IN ('quiet', 'unclaimed', 'escalated', 'owned')),
    -- Of `unclaimed` when it is escalated, of the others since when.
    attention_at  TIMESTAMPTZ,
    owner         TEXT,
    -- When its clock strikes next.
    next_due      TIMESTAMPTZ,
    cause         BIGINT      REFERENCES alert (id)
);

-- One open alert of each; and what is open is found without those that have passed.
CREATE UNIQUE INDEX alert_open ON alert (item, scope, kind) WHERE phase <> 'resolved';

CREATE INDEX alert_open_size ON alert (item, kind, size) WHERE phase <> 'resolved';

CREATE INDEX alert_open_division ON alert (item, kind, division, size) WHERE phase <> 'resolved';

CREATE INDEX alert_open_due ON alert (next_due) WHERE phase <> 'resolved' AND next_due IS NOT NULL;

CREATE INDEX alert_open_cause ON alert (cause) WHERE phase <> 'resolved' AND cause IS NOT NULL;

CREATE INDEX alert_cause ON alert (cause);

CREATE INDEX alert_resolved_party ON alert (party, id) WHERE phase = 'resolved';

-- The timeline.
CREATE TABLE alert_event (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    alert       BIGINT      NOT NULL REFERENCES alert (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    -- The evaluation day; of what somebody did, its date in the office.
    day         DATE        NOT NULL,
    actor       TEXT        NOT NULL,
    rings       BOOLEAN     NOT NULL,
    event       TEXT        NOT NULL,
    detail      TEXT        NOT NULL
);

CREATE INDEX alert_event_alert ON alert_event (alert, id);

CREATE TRIGGER alert_event_is_never_changed BEFORE UPDATE ON alert_event
BEGIN
    SELECT RAISE(ABORT, 'alert_event is append-only');
END;

CREATE TRIGGER alert_event_is_never_removed BEFORE DELETE ON alert_event
BEGIN
    SELECT RAISE(ABORT, 'alert_event is append-only');
END;

CREATE TABLE alert_comment (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    alert       BIGINT      NOT NULL REFERENCES alert (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    actor       TEXT        NOT NULL,
    text        TEXT        NOT NULL
);

CREATE INDEX alert_comment_alert ON alert_comment (alert, id);

CREATE TABLE silence (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    alert       BIGINT      NOT NULL REFERENCES alert (id),
    until       TIMESTAMPTZ NOT NULL,
    reason      TEXT        NOT NULL,
    level       TEXT        NOT NULL,
    silenced_by TEXT        NOT NULL,
    silenced_at TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ
);

CREATE UNIQUE INDEX silence_running ON silence (alert) WHERE ended_at IS NULL;

-- What the office has declared, beside what the figures say.
CREATE TABLE declared_level (
    id           INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    item         TEXT        NOT NULL REFERENCES item (code),
    scope        TEXT        NOT NULL,
    level        TEXT        NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
    document     TEXT        NOT NULL,
    note         TEXT        NOT NULL,
    declared_by  TEXT        NOT NULL,
    declared_at  TIMESTAMPTZ NOT NULL,
    ended_by     TEXT,
    ended_at     TIMESTAMPTZ,
    -- The document that ended it, or why it ended.
    end_document TEXT
);

CREATE UNIQUE INDEX declared_level_running ON declared_level (item, scope) WHERE ended_at IS NULL;

-- That a measure of a declared level is carried out: once for each who must confirm it.
CREATE TABLE measure_confirmation (
    declared     BIGINT      NOT NULL REFERENCES declared_level (id),
    step         TEXT        NOT NULL CHECK (step IN ('shift', 'avoid', 'limit', 'cut')),
    confirmer    TEXT        NOT NULL CHECK (confirmer IN ('office_head', 'supplier', 'districts')),
    confirmed_by TEXT        NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL,
    note         TEXT        NOT NULL,
    PRIMARY KEY (declared, step, confirmer)
);

-- 交接班: what one shift leaves to the next, with how things stood.
CREATE TABLE shift_note (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    recorded_at TIMESTAMPTZ NOT NULL,
    actor       TEXT        NOT NULL,
    taken_by    TEXT        NOT NULL,
    text        TEXT        NOT NULL,
    standing    TEXT        NOT NULL
);
