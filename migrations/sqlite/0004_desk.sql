-- A cell that was emptied: its figure is no longer there, and the revision says since when. `quantity` is the last one.
ALTER TABLE figure_revision ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE;

-- A party's series are what its desk shows.
CREATE INDEX series_supplier ON series (supplier);

CREATE INDEX series_consumer ON series (consumer);

-- What a supplier can deliver in a day, in thousandths of the item's unit.
CREATE TABLE capacity (
    party   BIGINT NOT NULL REFERENCES party (id),
    item    TEXT   NOT NULL REFERENCES item (code),
    per_day BIGINT NOT NULL CHECK (per_day >= 0 AND per_day < 1000000000000000),
    PRIMARY KEY (party, item)
) WITHOUT ROWID;

-- What people say about a cell, whether or not there is a figure in it.
CREATE TABLE comment (
    id          INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    item        TEXT        NOT NULL REFERENCES item (code),
    measure     TEXT        NOT NULL CHECK (measure IN ('demand', 'plan', 'delivered', 'received', 'used', 'stock')),
    supplier    BIGINT      REFERENCES party (id),
    consumer    BIGINT      REFERENCES party (id),
    first_day   DATE        NOT NULL,
    grain       TEXT        NOT NULL CHECK (grain IN ('day', 'month', 'year')),
    recorded_at TIMESTAMPTZ NOT NULL,
    actor       TEXT        NOT NULL,
    text        TEXT        NOT NULL
);

CREATE INDEX comment_cell ON comment (item, first_day, grain);
