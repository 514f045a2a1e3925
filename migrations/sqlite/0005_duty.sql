-- Days that are not what their weekday says: holidays, and the Saturdays and Sundays that are worked for them (调休).
CREATE TABLE work_day_exception (
    date    DATE    NOT NULL PRIMARY KEY,
    working BOOLEAN NOT NULL,
    source  TEXT    NOT NULL
);

-- How long late figures are taken, and whether monthly deadlines move to the next working day: one row.
CREATE TABLE duty_setting (
    one               BIGINT  NOT NULL PRIMARY KEY CHECK (one = 1),
    lock_days_daily   BIGINT  NOT NULL CHECK (lock_days_daily >= 0),
    lock_days_monthly BIGINT  NOT NULL CHECK (lock_days_monthly >= 0),
    roll_monthly      BOOLEAN NOT NULL,
    source            TEXT    NOT NULL
);

-- Locked periods that the office has opened for one party: of one item or of all, until an instant.
CREATE TABLE opening (
    id        INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    party     BIGINT      NOT NULL REFERENCES party (id),
    item      TEXT        REFERENCES item (code),
    first_day DATE        NOT NULL,
    last_day  DATE        NOT NULL CHECK (last_day >= first_day),
    until     TIMESTAMPTZ NOT NULL,
    reason    TEXT        NOT NULL,
    opened_by TEXT        NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    closed_by TEXT,
    closed_at TIMESTAMPTZ
);

CREATE INDEX opening_by_party ON opening (party, until);

CREATE INDEX opening_by_end ON opening (until);

-- The last day for which the subject is owed, where the office has ended the duty.
ALTER TABLE series ADD COLUMN ended DATE;
