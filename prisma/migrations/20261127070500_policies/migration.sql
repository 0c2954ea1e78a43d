-- AlterEnum
ALTER TYPE "alert_kind" ADD VALUE 'policy_warning';

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "open_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "access_policy" (
    "id" UUID NOT NULL,
    "workspace_id" UUID,
    "require_restricted" BOOLEAN NOT NULL DEFAULT false,
    "widest_v4" SMALLINT,
    "widest_v6" SMALLINT,
    "max_key_life_days" INTEGER,
    "open_days" INTEGER,
    "open_days_from" TIMESTAMPTZ(3),
    "require_notes" BOOLEAN NOT NULL DEFAULT false,
    "applies_from" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL,

    CONSTRAINT "access_policy_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "access_policy" ADD CONSTRAINT "access_policy_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One policy a workspace, and one of them all.
CREATE UNIQUE INDEX "access_policy_whose" ON "access_policy" (workspace_id) NULLS NOT DISTINCT;
ALTER TABLE "access_policy" ADD CONSTRAINT "access_policy_bounds" CHECK (
  widest_v4 BETWEEN 1 AND 32 AND widest_v6 BETWEEN 1 AND 128 AND max_key_life_days > 0 AND open_days > 0);

-- Since when a key lets any address through. A key that is rotated hands its time on, so that a new secret is no new time.
CREATE FUNCTION gatelist_key_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.access_mode = 'enforce' THEN
    NEW.open_since := NULL;
  ELSIF TG_OP = 'INSERT' THEN
    NEW.open_since := coalesce(NEW.open_since,
      (SELECT open_since FROM api_key WHERE id = NEW.replaces_id AND workspace_id = NEW.workspace_id), clock_timestamp());
  ELSE
    NEW.open_since := coalesce(OLD.open_since, clock_timestamp());
  END IF;
  RETURN NEW;
END $$;
UPDATE "api_key" SET open_since = now() WHERE access_mode <> 'enforce';
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_open_since" CHECK ((access_mode = 'enforce') = (open_since IS NULL));
CREATE TRIGGER api_key_opened_insert BEFORE INSERT ON api_key FOR EACH ROW EXECUTE FUNCTION gatelist_key_opened();
CREATE TRIGGER api_key_opened_update BEFORE UPDATE OF access_mode ON api_key FOR EACH ROW
  WHEN (NEW.access_mode IS DISTINCT FROM OLD.access_mode) EXECUTE FUNCTION gatelist_key_opened();

CREATE OR REPLACE FUNCTION gatelist_key_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_changed(ARRAY(
    SELECT was.id FROM was WHERE NOT EXISTS (
      SELECT 1 FROM now WHERE now.id = was.id
        AND (now.workspace_id, now.digest, now.access_mode, now.paused_at, now.revoked_at, now.expires_at, now.kind,
          now.actor_id, now.scopes, now.metadata, now.visibility, now.rate_quota, now.rate_window_seconds, now.bypass_until,
          now.open_since, now.created_at)
        IS NOT DISTINCT FROM (was.workspace_id, was.digest, was.access_mode, was.paused_at, was.revoked_at, was.expires_at,
          was.kind, was.actor_id, was.scopes, was.metadata, was.visibility, was.rate_quota, was.rate_window_seconds,
          was.bypass_until, was.open_since, was.created_at))));
  RETURN NULL;
END $$;

-- From when the days of open keys count. Changing their number starts nothing anew.
CREATE FUNCTION gatelist_policy_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.open_days IS NULL THEN
    NEW.open_days_from := NULL;
  ELSIF TG_OP = 'UPDATE' AND OLD.open_days IS NOT NULL THEN
    NEW.open_days_from := coalesce(NEW.open_days_from, OLD.open_days_from);
  ELSE
    NEW.open_days_from := coalesce(NEW.open_days_from, clock_timestamp());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_policy_days BEFORE INSERT OR UPDATE ON access_policy FOR EACH ROW EXECUTE FUNCTION gatelist_policy_days();

-- A policy rules all keys of its workspace, so the workspace's id is marked. Of the one for all, every process forgets everything.
CREATE FUNCTION gatelist_policy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND OLD.workspace_id IS NULL) OR (TG_OP <> 'DELETE' AND NEW.workspace_id IS NULL) THEN
    UPDATE change_clock SET value = value + 1, horizon = value + 1 WHERE id = 1;
  END IF;
  PERFORM gatelist_mark_changed(array_remove(ARRAY[OLD.workspace_id, NEW.workspace_id], NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER access_policy_changed AFTER INSERT OR UPDATE OR DELETE ON access_policy
  FOR EACH ROW EXECUTE FUNCTION gatelist_policy_changed();
CREATE TRIGGER access_policy_changed_truncate AFTER TRUNCATE ON access_policy
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_forget_all();

-- A key uses named lists of its own workspace, and no ceiling.
DELETE FROM "key_list" AS u USING "api_key" AS k, "network_list" AS l
  WHERE k.id = u.key_id AND l.id = u.list_id AND (l.workspace_id <> k.workspace_id OR l.kind <> 'shared');
CREATE FUNCTION gatelist_key_list_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM api_key k JOIN network_list l ON l.workspace_id = k.workspace_id
      WHERE k.id = NEW.key_id AND l.id = NEW.list_id AND l.kind = 'shared') THEN
    RAISE EXCEPTION 'a key uses named lists of its own workspace' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER key_list_at_home AFTER INSERT OR UPDATE ON key_list
  FOR EACH ROW EXECUTE FUNCTION gatelist_key_list_at_home();
-- So neither of the two moves to another workspace while the other stays.
CREATE FUNCTION gatelist_stays_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM key_list WHERE key_id = NEW.id OR list_id = NEW.id) THEN
    RAISE EXCEPTION 'a key uses named lists of its own workspace' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER api_key_stays_home AFTER UPDATE OF workspace_id ON api_key FOR EACH ROW
  WHEN (NEW.workspace_id IS DISTINCT FROM OLD.workspace_id) EXECUTE FUNCTION gatelist_stays_home();
CREATE TRIGGER network_list_stays_home AFTER UPDATE OF workspace_id, kind ON network_list FOR EACH ROW
  WHEN ((NEW.workspace_id, NEW.kind) IS DISTINCT FROM (OLD.workspace_id, OLD.kind)) EXECUTE FUNCTION gatelist_stays_home();

-- What a policy that applies to what exists comes to. lib/policies/limits.ts says the same in TypeScript; a test holds them
-- together. Each is one expression, so that it is planned as a part of the query that calls it.
-- Days are of 24 hours, whatever the session's time zone.

-- When a key ends by the longest life that a policy allows.
CREATE FUNCTION gatelist_life_end(created_at timestamptz, days integer, applies_from timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN CASE WHEN days IS NOT NULL AND applies_from IS NOT NULL
  THEN greatest(applies_from, created_at + make_interval(hours => 24 * days)) END;

-- Until when a key that lets any address through may do so.
CREATE FUNCTION gatelist_open_end(
  open_since timestamptz, restricted boolean, applies_from timestamptz, open_days integer, days_from timestamptz
) RETURNS timestamptz LANGUAGE sql STABLE
RETURN CASE WHEN open_since IS NOT NULL THEN least(
  CASE WHEN restricted THEN applies_from END,
  CASE WHEN open_days IS NOT NULL THEN greatest(open_since, days_from) + make_interval(hours => 24 * open_days) END) END;

-- Until when an entry of a key or of a named list counts, for its width.
CREATE FUNCTION gatelist_width_end(network inet, widest_v4 smallint, widest_v6 smallint, applies_from timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE
RETURN CASE WHEN masklen(network) < CASE family(network) WHEN 4 THEN widest_v4 ELSE widest_v6 END THEN applies_from END;

-- What verification holds of a key in the light of both policies that rule it: `g` that of all, `o` its workspace's own.
CREATE VIEW key_limits AS
SELECT k.id AS key_id,
  least(k.expires_at, gatelist_life_end(k.created_at, g.max_key_life_days, g.applies_from),
    gatelist_life_end(k.created_at, o.max_key_life_days, o.applies_from)) AS ends_at,
  least(gatelist_open_end(k.open_since, g.require_restricted, g.applies_from, g.open_days, g.open_days_from),
    gatelist_open_end(k.open_since, o.require_restricted, o.applies_from, o.open_days, o.open_days_from)) AS open_until,
  CASE WHEN k.bypass_until IS NOT NULL THEN least(k.bypass_until, CASE WHEN g.require_restricted THEN g.applies_from END,
    CASE WHEN o.require_restricted THEN o.applies_from END) END AS bypass_until
FROM api_key k
  LEFT JOIN access_policy g ON g.workspace_id IS NULL
  LEFT JOIN access_policy o ON o.workspace_id = k.workspace_id;

-- The load of the validated cache, as before and within the policies: see the migration that made it first for its plan.
-- An entry that is too wide ends when its policy begins to apply. A ceiling only narrows, so its width is its owner's affair.
DROP FUNCTION gatelist_load_records(bytea[], uuid[]);
CREATE FUNCTION gatelist_load_records(digests bytea[], ids uuid[]) RETURNS TABLE (
  kind text, id uuid, workspace_id uuid, digest text, access_mode text, entries text, revoked_at float8, expires_at float8,
  paused_at float8, bypass_until float8, lists text, actor_id text, scopes text[], metadata text, visibility text,
  rate_quota float8, rate_window_seconds integer, name text, role text, open_until float8
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH found AS (
    SELECT * FROM api_key k WHERE k.digest = ANY(digests) OR k.id = ANY(ids)
  ), ruled AS (
    SELECT w.workspace_id, o.g_v4, o.g_v6, o.g_from, o.o_v4, o.o_v6, o.o_from
    FROM (SELECT DISTINCT workspace_id FROM found) AS w
      CROSS JOIN LATERAL (
        SELECT g.widest_v4 AS g_v4, g.widest_v6 AS g_v6, g.applies_from AS g_from,
          o.widest_v4 AS o_v4, o.widest_v6 AS o_v6, o.applies_from AS o_from
        FROM (SELECT) AS one
          LEFT JOIN access_policy g ON g.workspace_id IS NULL
          LEFT JOIN access_policy o ON o.workspace_id = w.workspace_id OFFSET 0) AS o
  ), used AS (
    SELECT found.id AS key_id, l.kind, l.id, l.workspace_id, l.access_mode
    FROM found
      CROSS JOIN LATERAL (SELECT list_id FROM key_list u WHERE u.key_id = found.id OFFSET 0) AS u
      CROSS JOIN LATERAL (
        SELECT * FROM network_list n
        WHERE n.id = u.list_id AND n.workspace_id = found.workspace_id AND n.kind = 'shared' OFFSET 0) AS l
  ), needed AS (
    SELECT DISTINCT kind, id, workspace_id, access_mode FROM used
    UNION ALL
    SELECT l.kind, l.id, l.workspace_id, l.access_mode
    FROM (SELECT DISTINCT workspace_id FROM found) AS w
      CROSS JOIN LATERAL (
        SELECT * FROM network_list n
        WHERE n.workspace_id = w.workspace_id AND n.kind = 'ceiling' AND n.access_mode <> 'open' OFFSET 0) AS l
  )
  SELECT 'key', k.id, k.workspace_id, encode(k.digest, 'hex'), k.access_mode::text,
    (SELECT string_agg(gatelist_entry_text(e.network, least(e.expires_at,
        gatelist_width_end(e.network, p.g_v4, p.g_v6, p.g_from), gatelist_width_end(e.network, p.o_v4, p.o_v6, p.o_from))), ',')
      FROM allowlist_entry e WHERE e.key_id = k.id AND e.enabled),
    gatelist_ms(k.revoked_at), gatelist_ms(limits.ends_at), gatelist_ms(k.paused_at), gatelist_ms(limits.bypass_until),
    (SELECT string_agg(used.id::text, ',') FROM used WHERE used.key_id = k.id),
    k.actor_id, k.scopes, k.metadata::text, k.visibility::text, k.rate_quota::float8, k.rate_window_seconds, NULL, NULL,
    gatelist_ms(limits.open_until)
  FROM found k
    CROSS JOIN LATERAL (SELECT * FROM key_limits l WHERE l.key_id = k.id OFFSET 0) AS limits
    JOIN ruled p ON p.workspace_id = k.workspace_id
  UNION ALL
  SELECT l.kind::text, l.id, l.workspace_id, NULL, l.access_mode::text,
    (SELECT string_agg(gatelist_entry_text(e.network, CASE l.kind WHEN 'ceiling' THEN e.expires_at ELSE least(e.expires_at,
        gatelist_width_end(e.network, p.g_v4, p.g_v6, p.g_from), gatelist_width_end(e.network, p.o_v4, p.o_v6, p.o_from)) END), ',')
      FROM allowlist_entry e WHERE e.list_id = l.id AND e.enabled),
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM needed l JOIN ruled p ON p.workspace_id = l.workspace_id
  UNION ALL
  SELECT 'token', t.id, t.workspace_id, encode(t.digest, 'hex'), t.access_mode::text,
    nullif(array_to_string(t.networks, ','), ''), gatelist_ms(t.revoked_at), gatelist_ms(t.expires_at), NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.name, t.role::text, NULL
  FROM management_token t WHERE t.digest = ANY(digests);
END $$;
