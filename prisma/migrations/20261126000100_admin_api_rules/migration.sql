-- A key made in the dashboard acts for its maker.
UPDATE "api_key" SET actor_id = created_by_id::text WHERE created_by_id IS NOT NULL;

-- Fences that hold whoever writes.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_rate_policy" CHECK (
  (rate_quota IS NULL) = (rate_window_seconds IS NULL) AND rate_quota > 0 AND rate_window_seconds > 0);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_metadata_is_object" CHECK (jsonb_typeof(metadata) = 'object');
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_possession_of_imported" CHECK ((kind = 'imported') = (possession_digest IS NOT NULL));
ALTER TABLE "management_token" ADD CONSTRAINT "management_token_digest_is_sha256" CHECK (octet_length(digest) = 32);
ALTER TABLE "management_token" ADD CONSTRAINT "management_token_mode" CHECK (access_mode <> 'report');

-- All that verification answers by or with is policy now, so a change of it takes the change clock.
CREATE OR REPLACE FUNCTION gatelist_key_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT was.id FROM was WHERE NOT EXISTS (
      SELECT 1 FROM now WHERE now.id = was.id
        AND (now.workspace_id, now.digest, now.access_mode, now.paused_at, now.revoked_at, now.expires_at, now.kind,
          now.actor_id, now.scopes, now.metadata, now.visibility, now.rate_quota, now.rate_window_seconds)
        IS NOT DISTINCT FROM (was.workspace_id, was.digest, was.access_mode, was.paused_at, was.revoked_at, was.expires_at,
          was.kind, was.actor_id, was.scopes, was.metadata, was.visibility, was.rate_quota, was.rate_window_seconds))));
  RETURN NULL;
END $$;

-- Management tokens are remembered beside keys, by the same clock: ids are unique across both.
CREATE FUNCTION gatelist_token_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT was.id FROM was WHERE NOT EXISTS (
      SELECT 1 FROM now WHERE now.id = was.id
        AND (now.workspace_id, now.name, now.role, now.digest, now.access_mode, now.networks, now.revoked_at, now.expires_at)
        IS NOT DISTINCT FROM
          (was.workspace_id, was.name, was.role, was.digest, was.access_mode, was.networks, was.revoked_at, was.expires_at))));
  RETURN NULL;
END $$;
CREATE TRIGGER management_token_changed_update AFTER UPDATE ON management_token
  REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_token_updated();
CREATE TRIGGER management_token_changed_delete AFTER DELETE ON management_token
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_key_deleted();
CREATE TRIGGER management_token_changed_truncate AFTER TRUNCATE ON management_token
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_forget_all();

-- Spends calls of keys' quotas, for all processes alike. A fixed window begins with its first call. What is beyond the quota
-- is refused and costs nothing. Rows are taken in the order of their names, so that two calls cannot deadlock.
-- `expire` is in milliseconds since the epoch, as the table's other users have it.
-- The time is taken once the window's row is had. Taken before, whoever waited for the row would come with an older time, take
-- the window of the one before for a longer one than the policy has, and begin it anew: more calls than the quota.
-- A row that a sweep takes away between two statements is made again.
CREATE FUNCTION gatelist_spend(names text[], calls integer[], quotas bigint[], windows integer[])
RETURNS TABLE (name text, granted integer, remaining float8, reset_ms float8) LANGUAGE plpgsql AS $$
DECLARE
  asked record;
  now_ms bigint;
  held rate_window;
  spent bigint;
BEGIN
  FOR asked IN
    SELECT * FROM unnest(names, calls, quotas, windows) AS a (name, calls, quota, window_seconds) ORDER BY a.name
  LOOP
    LOOP
      SELECT * INTO held FROM rate_window WHERE key = asked.name FOR UPDATE;
      EXIT WHEN FOUND;
      INSERT INTO rate_window (key, points, expire) VALUES (asked.name, 0, 0) ON CONFLICT (key) DO NOTHING;
    END LOOP;
    now_ms := extract(epoch from clock_timestamp()) * 1000;
    -- A window that is over, or longer than the policy has it by now, begins anew.
    IF held.expire <= now_ms OR held.expire > now_ms + asked.window_seconds * 1000::bigint THEN
      held.points := 0;
      held.expire := now_ms + asked.window_seconds * 1000::bigint;
    END IF;
    spent := least(held.points::bigint, asked.quota);
    granted := least(asked.calls::bigint, asked.quota - spent);
    UPDATE rate_window SET points = least(spent + granted, 2147483647), expire = held.expire WHERE key = asked.name;
    name := asked.name;
    remaining := asked.quota - spent - granted;
    reset_ms := held.expire - now_ms;
    RETURN NEXT;
  END LOOP;
END $$;

-- How an entry was written tells of the network it was written for. Whoever changes the network alone, by plain SQL, takes the
-- old spelling away with it, so that what is told of a list is what is enforced.
CREATE FUNCTION gatelist_forget_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.written := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER allowlist_entry_respelled BEFORE UPDATE OF network ON allowlist_entry FOR EACH ROW
  WHEN (NEW.network IS DISTINCT FROM OLD.network AND NEW.written IS NOT DISTINCT FROM OLD.written)
  EXECUTE FUNCTION gatelist_forget_spelling();
