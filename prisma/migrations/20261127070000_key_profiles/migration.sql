-- What staff filter and sort keys by: one narrow row a key, whatever its lists hold. Whoever changes a key or a list only notes whose
-- profile is old now; readers and a worker make those anew, so that a save pays for next to nothing and yet the next reader sees it.
-- No foreign keys: a profile that is made while its key goes must fail neither of the two.
CREATE TABLE "key_profile" (
    "key_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "owner_id" UUID,
    "access_mode" "access_mode" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "paused" BOOLEAN NOT NULL,
    "entries" INTEGER NOT NULL,
    "own_entries" INTEGER NOT NULL,
    "lists" INTEGER NOT NULL,
    "in_force" INTEGER NOT NULL,
    "widest" SMALLINT NOT NULL,
    "widest_v4" SMALLINT,
    "widest_v6" SMALLINT,
    "addresses" DOUBLE PRECISION NOT NULL,
    "any_address" BOOLEAN NOT NULL,
    "private" BOOLEAN NOT NULL,
    "reserved" BOOLEAN NOT NULL,
    "expired" INTEGER NOT NULL,
    "next_expiry" TIMESTAMPTZ(3),
    "unnoted" INTEGER NOT NULL,
    "unmatched" INTEGER NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "refused_day" BIGINT NOT NULL,
    "search" TEXT NOT NULL,

    CONSTRAINT "key_profile_pkey" PRIMARY KEY ("key_id")
);
CREATE INDEX "key_profile_workspace_id_idx" ON "key_profile"("workspace_id");
CREATE INDEX "key_profile_next_expiry_idx" ON "key_profile"("next_expiry");

CREATE TABLE "profile_stale" (
    "seq" BIGSERIAL NOT NULL,
    "owner_id" UUID NOT NULL,

    CONSTRAINT "profile_stale_pkey" PRIMARY KEY ("seq")
);

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "key_profile_search" ON "key_profile" USING gin (search gin_trgm_ops);
CREATE INDEX "key_profile_refused" ON "key_profile" (key_id) WHERE refused_day > 0;

-- Notes whose profiles are old: of a key its own, of a list those of all keys that use it.
CREATE FUNCTION gatelist_profile_entries_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT DISTINCT coalesce(key_id, list_id) FROM now;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_entries_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT DISTINCT coalesce(key_id, list_id) FROM was;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_keys_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT id FROM now;
  RETURN NULL;
END $$;
-- Only what a profile tells of.
CREATE FUNCTION gatelist_profile_keys_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT now.id FROM now JOIN was USING (id)
    WHERE (now.workspace_id, now.name, now.display_prefix, now.last_four, now.access_mode, now.paused_at, now.revoked_at,
      now.expires_at, now.created_by_id) IS DISTINCT FROM (was.workspace_id, was.name, was.display_prefix, was.last_four,
      was.access_mode, was.paused_at, was.revoked_at, was.expires_at, was.created_by_id);
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_keys_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT id FROM was;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_uses_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT DISTINCT key_id FROM now;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_uses_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT DISTINCT key_id FROM was;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_first_matches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id)
    SELECT DISTINCT coalesce(e.key_id, e.list_id) FROM now JOIN allowlist_entry e ON e.id = now.entry_id;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_workspace_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT id FROM api_key WHERE workspace_id = NEW.id;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_owner_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT id FROM api_key WHERE created_by_id = NEW.id;
  RETURN NULL;
END $$;
CREATE FUNCTION gatelist_profile_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO profile_stale (owner_id) SELECT key_id FROM key_profile UNION SELECT id FROM api_key;
  RETURN NULL;
END $$;

CREATE TRIGGER api_key_profile_insert AFTER INSERT ON api_key
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_keys_new();
CREATE TRIGGER api_key_profile_update AFTER UPDATE ON api_key
  REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_keys_changed();
CREATE TRIGGER api_key_profile_delete AFTER DELETE ON api_key
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_keys_old();
CREATE TRIGGER api_key_profile_truncate AFTER TRUNCATE ON api_key
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_all();
CREATE TRIGGER allowlist_entry_profile_insert AFTER INSERT ON allowlist_entry
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_entries_new();
CREATE TRIGGER allowlist_entry_profile_update AFTER UPDATE ON allowlist_entry
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_entries_new();
CREATE TRIGGER allowlist_entry_profile_delete AFTER DELETE ON allowlist_entry
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_entries_old();
CREATE TRIGGER allowlist_entry_profile_truncate AFTER TRUNCATE ON allowlist_entry
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_all();
CREATE TRIGGER key_list_profile_insert AFTER INSERT ON key_list
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_uses_new();
CREATE TRIGGER key_list_profile_update AFTER UPDATE ON key_list
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_uses_new();
CREATE TRIGGER key_list_profile_delete AFTER DELETE ON key_list
  REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_uses_old();
CREATE TRIGGER key_list_profile_truncate AFTER TRUNCATE ON key_list
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_all();
CREATE TRIGGER entry_match_profile_insert AFTER INSERT ON entry_match
  REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION gatelist_profile_first_matches();
CREATE TRIGGER workspace_profile_rename AFTER UPDATE OF name ON workspace FOR EACH ROW
  WHEN (NEW.name IS DISTINCT FROM OLD.name) EXECUTE FUNCTION gatelist_profile_workspace_renamed();
CREATE TRIGGER user_account_profile_rename AFTER UPDATE OF email ON user_account FOR EACH ROW
  WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION gatelist_profile_owner_renamed();

-- Whether a network lies wholly in a block that only callers within one network have (`private`), or that no caller has (`reserved`).
-- The same blocks as lib/ip/special-blocks.ts; a test compares them.
CREATE FUNCTION gatelist_special_kind(network inet) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN network <<= ANY (ARRAY['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16', '100.64.0.0/10',
    '::1/128', 'fc00::/7', 'fe80::/10']::inet[]) THEN 'private'
  WHEN network <<= ANY (ARRAY['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15',
    '224.0.0.0/4', '240.0.0.0/4', '::/128', '100::/64', '2001:db8::/32', '3fff::/20', 'ff00::/8']::inet[]) THEN 'reserved'
END;

-- The profiles of these keys as they are now; none of a key that is gone.
-- Two networks nest or are apart, so the addresses that a list admits are those of its outermost networks.
CREATE FUNCTION gatelist_profiles(ids uuid[]) RETURNS SETOF key_profile LANGUAGE sql VOLATILE AS $$
  WITH keys AS MATERIALIZED (
    SELECT * FROM api_key WHERE id = ANY(ids)
  ), entry AS MATERIALIZED (
    SELECT k.id AS key_id, true AS own, e.id, e.network, e.note, e.expires_at, e.enabled
    FROM keys k CROSS JOIN LATERAL (SELECT * FROM allowlist_entry a WHERE a.key_id = k.id OFFSET 0) AS e
    UNION ALL
    SELECT k.id, false, e.id, e.network, e.note, e.expires_at, e.enabled
    FROM keys k
      CROSS JOIN LATERAL (SELECT u.list_id FROM key_list u WHERE u.key_id = k.id OFFSET 0) AS u
      CROSS JOIN LATERAL (
        SELECT n.id FROM network_list n
        WHERE n.id = u.list_id AND n.workspace_id = k.workspace_id AND n.kind = 'shared' OFFSET 0) AS n
      CROSS JOIN LATERAL (SELECT * FROM allowlist_entry a WHERE a.list_id = n.id OFFSET 0) AS e
  ), told AS (
    SELECT entry.*, enabled AND (expires_at IS NULL OR expires_at > clock_timestamp()) AS in_force,
      expires_at <= clock_timestamp() AS expired, masklen(network) AS bits,
      CASE family(network) WHEN 4 THEN 32 ELSE 128 END AS width
    FROM entry
  ), counted AS (
    SELECT key_id, count(*)::int AS entries, (count(*) FILTER (WHERE own))::int AS own_entries,
      (count(*) FILTER (WHERE in_force))::int AS in_force,
      (min(bits) FILTER (WHERE in_force AND width = 32))::smallint AS widest_v4,
      (min(bits) FILTER (WHERE in_force AND width = 128))::smallint AS widest_v6,
      coalesce(bool_or(in_force AND bits = 0), false) AS any_address,
      coalesce(bool_or(in_force AND gatelist_special_kind(network) = 'private'), false) AS private,
      coalesce(bool_or(in_force AND gatelist_special_kind(network) = 'reserved'), false) AS reserved,
      (count(*) FILTER (WHERE expired))::int AS expired,
      min(expires_at) FILTER (WHERE NOT expired) AS next_expiry,
      (count(*) FILTER (WHERE coalesce(note, '') = ''))::int AS unnoted,
      (count(*) FILTER (WHERE in_force AND NOT EXISTS (SELECT FROM entry_match m WHERE m.entry_id = told.id)))::int AS unmatched
    FROM told GROUP BY key_id
  ), placed AS (
    SELECT key_id, bits, width, set_masklen(network, width) AS first,
      max(set_masklen(broadcast(network), width)) OVER (PARTITION BY key_id ORDER BY network
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM (SELECT DISTINCT key_id, network, bits, width FROM told WHERE in_force) AS distinct_networks
  ), admitted AS (
    SELECT key_id, sum(power(2::float8, width - bits)) FILTER (WHERE reach IS NULL OR reach < first) AS addresses
    FROM placed GROUP BY key_id
  )
  SELECT k.id, k.workspace_id, k.created_by_id, k.access_mode, k.created_at, least(k.revoked_at, k.expires_at), k.revoked_at,
    k.paused_at IS NOT NULL, coalesce(c.entries, 0), coalesce(c.own_entries, 0),
    (SELECT count(*)::int FROM key_list u WHERE u.key_id = k.id), coalesce(c.in_force, 0),
    CASE WHEN k.access_mode = 'open' THEN -1 ELSE coalesce(least(c.widest_v4, c.widest_v6 / 2), 999) END::smallint,
    c.widest_v4, c.widest_v6,
    CASE WHEN k.access_mode = 'open' THEN power(2::float8, 128) ELSE coalesce(a.addresses, 0) END,
    coalesce(c.any_address, false), coalesce(c.private, false), coalesce(c.reserved, false), coalesce(c.expired, 0),
    c.next_expiry, coalesce(c.unnoted, 0), coalesce(c.unmatched, 0), usage.last_used_at,
    (SELECT coalesce(sum(h.refused), 0)::bigint FROM key_hour h
      WHERE h.key_id = k.id AND h.hour > clock_timestamp() - interval '24 hours'),
    lower(concat_ws(E'\n', k.name, k.display_prefix, k.last_four, w.name, o.email))
  FROM keys k
    JOIN workspace w ON w.id = k.workspace_id
    LEFT JOIN user_account o ON o.id = k.created_by_id
    LEFT JOIN key_usage usage ON usage.key_id = k.id
    LEFT JOIN counted c ON c.key_id = k.id
    LEFT JOIN admitted a ON a.key_id = k.id
$$;

-- Writes the profiles of these keys, and takes away those of keys that are gone.
CREATE FUNCTION gatelist_write_profiles(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM key_profile p WHERE p.key_id = ANY(ids) AND NOT EXISTS (SELECT FROM api_key k WHERE k.id = p.key_id);
  INSERT INTO key_profile SELECT * FROM gatelist_profiles(ids)
  ON CONFLICT (key_id) DO UPDATE SET (workspace_id, owner_id, access_mode, created_at, ends_at, revoked_at, paused, entries,
    own_entries, lists, in_force, widest, widest_v4, widest_v6, addresses, any_address, private, reserved, expired, next_expiry,
    unnoted, unmatched, last_used_at, refused_day, search) = (EXCLUDED.workspace_id, EXCLUDED.owner_id, EXCLUDED.access_mode,
    EXCLUDED.created_at, EXCLUDED.ends_at, EXCLUDED.revoked_at, EXCLUDED.paused, EXCLUDED.entries, EXCLUDED.own_entries,
    EXCLUDED.lists, EXCLUDED.in_force, EXCLUDED.widest, EXCLUDED.widest_v4, EXCLUDED.widest_v6, EXCLUDED.addresses,
    EXCLUDED.any_address, EXCLUDED.private, EXCLUDED.reserved, EXCLUDED.expired, EXCLUDED.next_expiry, EXCLUDED.unnoted,
    EXCLUDED.unmatched, EXCLUDED.last_used_at, EXCLUDED.refused_day, EXCLUDED.search);
END $$;

-- Makes at most about `most` old profiles anew and tells how many notes it took; 0: all are as their keys are.
-- One at a time: who comes second waits, because what the first one has taken is not yet to be read.
CREATE FUNCTION gatelist_freshen_profiles(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  taken uuid[];
  due uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(7134002);
  WITH gone AS (
    DELETE FROM profile_stale WHERE seq IN (SELECT seq FROM profile_stale ORDER BY seq LIMIT most) RETURNING owner_id)
  SELECT array_agg(DISTINCT owner_id) INTO taken FROM gone;
  -- A list stands for the keys that use it, which may be many: they wait their turn.
  INSERT INTO profile_stale (owner_id) SELECT u.key_id FROM key_list u WHERE u.list_id = ANY(taken);
  -- By now(), which an index can be asked with, and clock_timestamp() cannot.
  SELECT array_agg(key_id) INTO due FROM (
    SELECT key_id FROM key_profile WHERE next_expiry <= now() ORDER BY next_expiry LIMIT most) AS passed;
  IF taken IS NULL AND due IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM gatelist_write_profiles(array_cat(taken, due));
  RETURN coalesce(cardinality(taken), 0) + coalesce(cardinality(due), 0);
END $$;

-- Follows traffic: when keys of the hours since `since` were last used, and how often keys were refused in the last 24 hours. What
-- hardly moved is left as it is, so that a busy key is not written anew each time.
CREATE FUNCTION gatelist_follow_traffic(since timestamptz) RETURNS void LANGUAGE sql AS $$
  WITH active AS (
    SELECT DISTINCT key_id FROM key_hour WHERE hour >= date_trunc('hour', since)
    UNION SELECT key_id FROM key_profile WHERE refused_day > 0
  ), seen AS (
    SELECT active.key_id, usage.last_used_at,
      (SELECT coalesce(sum(h.refused), 0)::bigint FROM key_hour h
        WHERE h.key_id = active.key_id AND h.hour > clock_timestamp() - interval '24 hours') AS refused_day
    FROM active LEFT JOIN key_usage usage ON usage.key_id = active.key_id
  )
  UPDATE key_profile p SET last_used_at = seen.last_used_at, refused_day = seen.refused_day
  FROM seen WHERE seen.key_id = p.key_id AND (p.refused_day <> seen.refused_day
    OR seen.last_used_at > coalesce(p.last_used_at, '-infinity') + interval '10 minutes')
$$;

INSERT INTO key_profile SELECT * FROM gatelist_profiles((SELECT array_agg(id) FROM api_key));
