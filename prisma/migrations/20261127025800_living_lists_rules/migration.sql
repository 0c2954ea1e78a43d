-- Refused callers are kept by the hour now, beside those that were let through.
CREATE UNIQUE INDEX "caller_hour_fold" ON "caller_hour" (key_id, hour, outcome, address) NULLS NOT DISTINCT;
INSERT INTO "caller_hour" (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
  SELECT workspace_id, key_id, date_trunc('hour', last_at, 'UTC'), reason, address, count, first_at, last_at FROM "key_refusal";
DROP TABLE "key_refusal";

-- Fences that hold whoever writes.
ALTER TABLE "allowlist_entry" ADD CONSTRAINT "allowlist_entry_one_owner" CHECK (num_nonnulls(key_id, list_id) = 1);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_bypass" CHECK (
  num_nonnulls(bypass_from, bypass_until, bypass_reason, bypass_by) IN (0, 4)
  AND (bypass_until IS NULL OR bypass_until - bypass_from <= interval '60 minutes'));
ALTER TABLE "network_list" ADD CONSTRAINT "network_list_shared_mode" CHECK (kind = 'ceiling' OR access_mode = 'enforce');
CREATE UNIQUE INDEX "network_list_name" ON "network_list" (workspace_id, lower(name)) WHERE kind = 'shared';
CREATE UNIQUE INDEX "network_list_ceiling" ON "network_list" (workspace_id) WHERE kind = 'ceiling';
CREATE UNIQUE INDEX "alert_mute_what" ON "alert_mute" (workspace_id, kind, subject_id) NULLS NOT DISTINCT;
ALTER TABLE "alert_mute" ADD CONSTRAINT "alert_mute_says_what" CHECK (kind IS NOT NULL OR subject_id IS NOT NULL);

-- A bypass lets callers through, so it is policy.
CREATE OR REPLACE FUNCTION gatelist_key_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT was.id FROM was WHERE NOT EXISTS (
      SELECT 1 FROM now WHERE now.id = was.id
        AND (now.workspace_id, now.digest, now.access_mode, now.paused_at, now.revoked_at, now.expires_at, now.kind,
          now.actor_id, now.scopes, now.metadata, now.visibility, now.rate_quota, now.rate_window_seconds, now.bypass_until)
        IS NOT DISTINCT FROM (was.workspace_id, was.digest, was.access_mode, was.paused_at, was.revoked_at, was.expires_at,
          was.kind, was.actor_id, was.scopes, was.metadata, was.visibility, was.rate_quota, was.rate_window_seconds,
          was.bypass_until))));
  RETURN NULL;
END $$;

-- An entry belongs to a key or to a list. Of a list its own id is marked, once, however many keys use it: a process that holds
-- a key knows which lists it was read with.
CREATE OR REPLACE FUNCTION gatelist_entry_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT DISTINCT coalesce(key_id, list_id) FROM now));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION gatelist_entry_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT owner FROM (
      (SELECT id, coalesce(key_id, list_id) AS owner, network, enabled, expires_at FROM was
        EXCEPT SELECT id, coalesce(key_id, list_id), network, enabled, expires_at FROM now)
      UNION ALL
      (SELECT id, coalesce(key_id, list_id), network, enabled, expires_at FROM now
        EXCEPT SELECT id, coalesce(key_id, list_id), network, enabled, expires_at FROM was)
    ) AS changed));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION gatelist_entry_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT DISTINCT coalesce(key_id, list_id) FROM was));
  RETURN NULL;
END $$;

-- Which lists a key uses.
CREATE FUNCTION gatelist_key_list_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT DISTINCT key_id FROM now));
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_key_list_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT DISTINCT key_id FROM was));
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_key_list_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT key_id FROM was UNION SELECT key_id FROM now));
  RETURN NULL;
END $$;
CREATE TRIGGER key_list_changed_insert AFTER INSERT ON key_list
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_key_list_added();
CREATE TRIGGER key_list_changed_update AFTER UPDATE ON key_list
  REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_key_list_updated();
CREATE TRIGGER key_list_changed_delete AFTER DELETE ON key_list
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_key_list_gone();
CREATE TRIGGER key_list_changed_truncate AFTER TRUNCATE ON key_list
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_forget_all();

-- A ceiling concerns all keys of its workspace, also those that were read when there was none: the workspace's id is marked.
CREATE FUNCTION gatelist_list_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(SELECT workspace_id FROM now WHERE kind = 'ceiling'));
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_list_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT unnest(ARRAY[was.id, was.workspace_id, now.workspace_id]) FROM was JOIN now USING (id)
    WHERE (was.kind, was.access_mode, was.workspace_id) IS DISTINCT FROM (now.kind, now.access_mode, now.workspace_id)));
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_list_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT unnest(CASE kind WHEN 'ceiling' THEN ARRAY[id, workspace_id] ELSE ARRAY[id] END) FROM was));
  RETURN NULL;
END $$;
CREATE TRIGGER network_list_changed_insert AFTER INSERT ON network_list
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_list_inserted();
CREATE TRIGGER network_list_changed_update AFTER UPDATE ON network_list
  REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_list_updated();
CREATE TRIGGER network_list_changed_delete AFTER DELETE ON network_list
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_list_deleted();
CREATE TRIGGER network_list_changed_truncate AFTER TRUNCATE ON network_list
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_forget_all();
