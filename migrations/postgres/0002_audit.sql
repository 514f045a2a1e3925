-- Who did what, when and from where. Each entry's mac covers the entry and the mac before it, so that a changed,
-- removed or cut-off entry shows.
CREATE TABLE audit_entry (
    seq         BIGINT      NOT NULL PRIMARY KEY,
    recorded_at TIMESTAMPTZ NOT NULL,
    actor       TEXT        NOT NULL,
    origin      TEXT        NOT NULL,
    action      TEXT        NOT NULL,
    subject     TEXT        NOT NULL,
    detail      TEXT        NOT NULL,
    key_id      TEXT        NOT NULL,
    mac         TEXT        NOT NULL
);

-- The newest entry; its one row is also the place where writers queue.
CREATE TABLE audit_head (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL,
    mac TEXT   NOT NULL
);

INSERT INTO audit_head (one, seq, mac) VALUES (1, 0, '');

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_entry_is_never_truncated BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
