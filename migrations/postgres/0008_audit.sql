-- Searching the trail.
CREATE INDEX audit_entry_time ON audit_entry (recorded_at);
CREATE INDEX audit_entry_actor ON audit_entry (actor, seq);
CREATE INDEX audit_entry_action ON audit_entry (action, seq);

-- Where the trail begins anew after old entries were removed: the last of them, how many, and a signature over that.
CREATE TABLE audit_checkpoint (
    seq       BIGINT      NOT NULL PRIMARY KEY,
    mac       TEXT        NOT NULL,
    removed   BIGINT      NOT NULL,
    made_at   TIMESTAMPTZ NOT NULL,
    key_id    TEXT        NOT NULL,
    signature TEXT        NOT NULL
);

CREATE TRIGGER audit_checkpoint_is_never_changed BEFORE UPDATE OR DELETE ON audit_checkpoint
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_checkpoint_is_never_truncated BEFORE TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DROP TRIGGER audit_entry_is_never_changed ON audit_entry;

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seq <= COALESCE((SELECT MAX(seq) FROM audit_checkpoint), 0) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER audit_entry_is_never_removed BEFORE DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
