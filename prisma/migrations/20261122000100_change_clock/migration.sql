-- The change clock. Every policy change of a key takes the next value of one row inside its own transaction; that row's
-- lock makes commit order equal clock order. Triggers do it, so a change made by plain SQL counts like any other.
-- New keys need no value: a process never remembers a key that it did not find.

ALTER TABLE "change_clock" ADD CONSTRAINT "change_clock_single_row" CHECK (id = 1);
INSERT INTO "change_clock" (id, value, horizon) VALUES (1, 0, 0);

CREATE FUNCTION gatelist_mark_changed(key_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  tick bigint;
BEGIN
  IF key_ids IS NULL OR cardinality(key_ids) = 0 THEN
    RETURN;
  END IF;
  UPDATE change_clock SET value = value + 1 WHERE id = 1 RETURNING value INTO STRICT tick;
  INSERT INTO key_change (key_id, clock)
    SELECT DISTINCT id, tick FROM unnest(key_ids) AS id
    ON CONFLICT (key_id) DO UPDATE SET clock = EXCLUDED.clock;
END $$;

CREATE FUNCTION gatelist_key_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT was.id FROM was WHERE NOT EXISTS (
      SELECT 1 FROM now WHERE now.id = was.id
        AND (now.workspace_id, now.digest, now.access_mode, now.paused_at, now.revoked_at, now.expires_at)
        IS NOT DISTINCT FROM (was.workspace_id, was.digest, was.access_mode, was.paused_at, was.revoked_at, was.expires_at))));
  RETURN NULL;
END $$;

CREATE FUNCTION gatelist_key_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT id FROM was));
  RETURN NULL;
END $$;

CREATE FUNCTION gatelist_entry_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT DISTINCT key_id FROM now));
  RETURN NULL;
END $$;

CREATE FUNCTION gatelist_entry_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT key_id FROM (
      (SELECT id, key_id, network, enabled, expires_at FROM was EXCEPT SELECT id, key_id, network, enabled, expires_at FROM now)
      UNION ALL
      (SELECT id, key_id, network, enabled, expires_at FROM now EXCEPT SELECT id, key_id, network, enabled, expires_at FROM was)
    ) AS changed));
  RETURN NULL;
END $$;

CREATE FUNCTION gatelist_entry_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT DISTINCT key_id FROM was));
  RETURN NULL;
END $$;

-- Which keys a TRUNCATE took cannot be told, so every process is made to forget everything.
CREATE FUNCTION gatelist_forget_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_clock SET value = value + 1, horizon = value + 1 WHERE id = 1;
  RETURN NULL;
END $$;

CREATE TRIGGER api_key_changed_update AFTER UPDATE ON api_key
  REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_key_updated();
CREATE TRIGGER api_key_changed_delete AFTER DELETE ON api_key
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_key_deleted();
CREATE TRIGGER api_key_changed_truncate AFTER TRUNCATE ON api_key
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_forget_all();

CREATE TRIGGER allowlist_entry_changed_insert AFTER INSERT ON allowlist_entry
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_entry_inserted();
CREATE TRIGGER allowlist_entry_changed_update AFTER UPDATE ON allowlist_entry
  REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_entry_updated();
CREATE TRIGGER allowlist_entry_changed_delete AFTER DELETE ON allowlist_entry
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_entry_deleted();
CREATE TRIGGER allowlist_entry_changed_truncate AFTER TRUNCATE ON allowlist_entry
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_forget_all();

-- Fences that hold whoever writes: the application's parser is the first, these are the second.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_digest_is_sha256" CHECK (octet_length(digest) = 32);
ALTER TABLE "allowlist_entry" ADD CONSTRAINT "allowlist_entry_canonical"
  CHECK (network = network(network)::inet AND NOT (network <<= inet '::ffff:0:0/96'));
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_email_lower" CHECK (email = lower(email));

-- Folding refusals needs one row an address, and one for "address unknown".
CREATE UNIQUE INDEX "key_refusal_fold" ON "key_refusal" (key_id, reason, address) NULLS NOT DISTINCT;

-- The audit trail is only ever added to.
CREATE FUNCTION gatelist_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_is_append_only();
