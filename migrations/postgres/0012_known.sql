-- What was known when: a page as of an earlier instant needs to know what `series` said then. Each row says what stood
-- before a change; without a later one the series' own value stood.
CREATE TABLE series_since (
    series BIGINT NOT NULL REFERENCES series (id),
    batch  BIGINT NOT NULL REFERENCES batch (id),
    was    DATE   NOT NULL,
    PRIMARY KEY (series, batch)
);

CREATE TABLE series_ended (
    series     BIGINT      NOT NULL REFERENCES series (id),
    changed_at TIMESTAMPTZ NOT NULL,
    was        DATE,
    PRIMARY KEY (series, changed_at)
);
