-- Settings: rows that the office edits, each with its source. `baogong migrate` fills in what is missing.
CREATE TABLE item (
    code        TEXT    NOT NULL PRIMARY KEY,
    position    BIGINT  NOT NULL,
    name        TEXT    NOT NULL,
    name_en     TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    unit_en     TEXT    NOT NULL,
    nature      TEXT    NOT NULL CHECK (nature IN ('flow', 'peak', 'quota')),
    route       TEXT    NOT NULL CHECK (route IN ('pool', 'direct')),
    has_stock   BOOLEAN NOT NULL
);

CREATE TABLE season (
    kind        TEXT   NOT NULL PRIMARY KEY CHECK (kind IN ('winter', 'summer')),
    first_month BIGINT NOT NULL,
    first_day   BIGINT NOT NULL,
    last_month  BIGINT NOT NULL,
    last_day    BIGINT NOT NULL,
    source      TEXT   NOT NULL
);

-- Gap lines in ten-thousandths of demand, stock lines in thousandths of a day.
CREATE TABLE rule (
    item               TEXT   NOT NULL REFERENCES item (code),
    season             TEXT   NOT NULL CHECK (season IN ('off', 'winter', 'summer')),
    gap_blue           BIGINT NOT NULL,
    gap_yellow         BIGINT NOT NULL,
    gap_orange         BIGINT NOT NULL,
    gap_red            BIGINT NOT NULL,
    stock_blue         BIGINT,
    stock_yellow       BIGINT,
    stock_orange       BIGINT,
    stock_red          BIGINT,
    pending_days       BIGINT NOT NULL,
    look_ahead_days    BIGINT NOT NULL,
    window_days        BIGINT NOT NULL,
    use_window_days    BIGINT NOT NULL,
    stale_daily_days   BIGINT NOT NULL,
    stale_monthly_days BIGINT NOT NULL,
    deadline_kind      TEXT   NOT NULL CHECK (deadline_kind IN ('daily', 'monthly')),
    deadline_value     BIGINT NOT NULL,
    source             TEXT   NOT NULL,
    PRIMARY KEY (item, season)
);

-- Facts about the site itself, such as that it is the demo city.
CREATE TABLE site (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE party (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code       TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    name_en    TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    division   TEXT,
    uscc       TEXT,
    industry   TEXT    NOT NULL,
    tiers      TEXT    NOT NULL,
    protection TEXT
);

-- The city as one: at most one.
CREATE UNIQUE INDEX party_whole_city ON party (kind) WHERE kind = 'whole_city';

-- One act of writing figures: who, when, why, from which file.
CREATE TABLE batch (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    recorded_at TIMESTAMPTZ NOT NULL,
    actor       TEXT        NOT NULL,
    source      TEXT        NOT NULL,
    reason      TEXT        NOT NULL
);

-- What figures are about. `since` is the last day of the earliest period ever reported.
CREATE TABLE series (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    item     TEXT    NOT NULL REFERENCES item (code),
    measure  TEXT    NOT NULL CHECK (measure IN ('demand', 'plan', 'delivered', 'received', 'used', 'stock')),
    supplier BIGINT  REFERENCES party (id),
    consumer BIGINT  REFERENCES party (id),
    since    DATE    NOT NULL,
    batch    BIGINT  NOT NULL REFERENCES batch (id)
);

CREATE UNIQUE INDEX series_subject ON series (item, measure, COALESCE(supplier, 0), COALESCE(consumer, 0));

-- The current value of each figure, in thousandths of the item's unit. A projection of figure_revision.
CREATE TABLE figure (
    series    BIGINT NOT NULL REFERENCES series (id),
    first_day DATE   NOT NULL,
    grain     TEXT   NOT NULL CHECK (grain IN ('day', 'month', 'year')),
    quantity  BIGINT NOT NULL CHECK (quantity >= 0 AND quantity < 1000000000000000),
    note      TEXT   NOT NULL,
    batch     BIGINT NOT NULL REFERENCES batch (id),
    PRIMARY KEY (series, first_day, grain)
) WITHOUT ROWID;

-- Everything ever reported; nothing here is changed or removed.
CREATE TABLE figure_revision (
    series    BIGINT NOT NULL REFERENCES series (id),
    first_day DATE   NOT NULL,
    grain     TEXT   NOT NULL,
    quantity  BIGINT NOT NULL,
    note      TEXT   NOT NULL,
    batch     BIGINT NOT NULL REFERENCES batch (id),
    PRIMARY KEY (series, first_day, grain, batch)
) WITHOUT ROWID;

CREATE TRIGGER figure_revision_is_never_changed BEFORE UPDATE ON figure_revision
BEGIN
    SELECT RAISE(ABORT, 'figure_revision is append-only');
END;

CREATE TRIGGER figure_revision_is_never_removed BEFORE DELETE ON figure_revision
BEGIN
    SELECT RAISE(ABORT, 'figure_revision is append-only');
END;
