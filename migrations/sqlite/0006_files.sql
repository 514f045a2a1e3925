-- How a party's own sheet is read: a mapping that its people made on screen, as the text of a mapping file.
CREATE TABLE sheet_mapping (
    id         INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    party      BIGINT      NOT NULL REFERENCES party (id),
    name       TEXT        NOT NULL,
    body       TEXT        NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT        NOT NULL,
    UNIQUE (party, name)
);
