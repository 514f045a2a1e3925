-- Settings in versions: seasons, decisions about one occurrence, rules, the watch's behaviour. The newest version that was
-- approved by an instant governs; what a site starts with has no instant and has always held. `value` is the setting
-- as a document; `subject` says which: `season:winter`, `season:winter:2026`, `rule:coal.thermal:winter`, `watch:off`.
CREATE TABLE setting_proposal (
    id           INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    subject      TEXT        NOT NULL,
    -- The version that it was made on; 0 where there is none yet.
    base         BIGINT      NOT NULL CHECK (base >= 0),
    value        TEXT        NOT NULL,
    document     TEXT        NOT NULL,
    reason       TEXT        NOT NULL,
    proposed_by  TEXT        NOT NULL,
    proposed_at  TIMESTAMPTZ NOT NULL,
    state        TEXT        NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
    decided_by   TEXT,
    decided_at   TIMESTAMPTZ,
    -- Why it was refused.
    note         TEXT        NOT NULL,
    CHECK ((state = 'pending') = (decided_at IS NULL))
);

CREATE INDEX setting_proposal_pending ON setting_proposal (id) WHERE state = 'pending';

-- Of a proposal only its state changes, and only once.
CREATE TRIGGER setting_proposal_is_decided_once BEFORE UPDATE ON setting_proposal
WHEN OLD.state <> 'pending' OR NEW.id <> OLD.id OR NEW.subject <> OLD.subject OR NEW.base <> OLD.base
    OR NEW.value <> OLD.value OR NEW.document <> OLD.document OR NEW.reason <> OLD.reason
    OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at
BEGIN
    SELECT RAISE(ABORT, 'of a setting_proposal only the state changes, and only once');
END;

CREATE TRIGGER setting_proposal_is_never_removed BEFORE DELETE ON setting_proposal
BEGIN
    SELECT RAISE(ABORT, 'setting_proposal is append-only');
END;

CREATE TABLE setting_version (
    subject     TEXT        NOT NULL,
    version     BIGINT      NOT NULL CHECK (version > 0),
    value       TEXT        NOT NULL,
    document    TEXT        NOT NULL,
    reason      TEXT        NOT NULL,
    proposed_by TEXT        NOT NULL,
    proposed_at TIMESTAMPTZ,
    approved_by TEXT        NOT NULL,
    approved_at TIMESTAMPTZ,
    proposal    BIGINT      REFERENCES setting_proposal (id),
    PRIMARY KEY (subject, version),
    CHECK (version = 1 OR approved_at IS NOT NULL)
) WITHOUT ROWID;

-- A proposal becomes a version once.
CREATE UNIQUE INDEX setting_version_proposal ON setting_version (proposal) WHERE proposal IS NOT NULL;

-- The rows so far are the first versions.
INSERT INTO setting_version (subject, version, value, document, reason, proposed_by, approved_by)
SELECT 'season:' || kind, 1,
    json_object('kind', kind, 'first', json_array(first_month, first_day), 'last', json_array(last_month, last_day),
        'source', source),
    '', '', 'system', 'system'
FROM season;

INSERT INTO setting_version (subject, version, value, document, reason, proposed_by, approved_by)
SELECT 'rule:' || item || ':' || season, 1,
    json_object('item', item, 'season', season,
        'gap', json_object('blue', gap_blue, 'yellow', gap_yellow, 'orange', gap_orange, 'red', gap_red),
        'stock', CASE WHEN stock_blue IS NULL OR stock_yellow IS NULL OR stock_orange IS NULL OR stock_red IS NULL
            THEN json('null')
            ELSE json_object('blue', stock_blue, 'yellow', stock_yellow, 'orange', stock_orange, 'red', stock_red) END,
        'pending_days', pending_days, 'look_ahead_days', look_ahead_days, 'window_days', window_days,
        'use_window_days', use_window_days, 'stale_daily_days', stale_daily_days,
        'stale_monthly_days', stale_monthly_days,
        'deadline', json_object(deadline_kind,
            json_object(CASE deadline_kind WHEN 'daily' THEN 'hour' ELSE 'day' END, deadline_value)),
        'source', source),
    '', '', 'system', 'system'
FROM rule;

INSERT INTO setting_version (subject, version, value, document, reason, proposed_by, approved_by)
SELECT 'watch:' || season, 1,
    json_object('season', season, 'gap_hysteresis', gap_hysteresis, 'stock_hysteresis', stock_hysteresis,
        'hold_days', hold_days,
        'escalate_minutes', json_object('blue', escalate_blue, 'yellow', escalate_yellow, 'orange', escalate_orange,
            'red', escalate_red),
        'overdue_hours', json_object('blue', overdue_blue, 'yellow', overdue_yellow, 'orange', overdue_orange,
            'red', overdue_red),
        'implausible_level', implausible_level, 'frozen_days', frozen_days, 'apart_percent', apart_percent,
        'apart_days', apart_days, 'stoppage_percent', stoppage_percent, 'stoppage_days', stoppage_days,
        'cause_percent', cause_percent, 'source', source),
    '', '', 'system', 'system'
FROM watch_setting;

DROP TABLE season;

DROP TABLE rule;

DROP TABLE watch_setting;

CREATE TRIGGER setting_version_is_never_changed BEFORE UPDATE ON setting_version
BEGIN
    SELECT RAISE(ABORT, 'setting_version is append-only');
END;

CREATE TRIGGER setting_version_is_never_removed BEFORE DELETE ON setting_version
BEGIN
    SELECT RAISE(ABORT, 'setting_version is append-only');
END;
