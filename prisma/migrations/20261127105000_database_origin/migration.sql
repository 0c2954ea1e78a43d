-- Both reads of the hot path tell which run of which server, and which file of it, the clock was read from. A restored backup, or a
-- standby that takes over without the last commits, hands out clock values a second time for other changes: whoever holds keys as of
-- such a value could not tell. Another origin makes it forget them. So does a restart of the server, which is seldom and costs loads.
CREATE FUNCTION gatelist_origin() RETURNS text LANGUAGE sql STABLE
RETURN pg_relation_filepath('change_clock'::regclass) || '@' || (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint;

-- As before, with the origin at the end: processes of an older version do not look there.
CREATE OR REPLACE FUNCTION gatelist_changes_since(since bigint, most integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  clock change_clock;
  behind bigint;
  changed text := '';
BEGIN
  SELECT * INTO STRICT clock FROM change_clock c WHERE c.id = 1;
  behind := clock.value - since;
  IF behind > 0 THEN
    IF clock.recent_until = clock.value AND behind <= most AND behind * 37 - 1 <= length(clock.recent) THEN
      changed := right(clock.recent, (behind * 37 - 1)::integer);
    ELSE
      changed := array_to_string(
        ARRAY(SELECT k.key_id FROM key_change k WHERE k.clock > since ORDER BY k.clock LIMIT most), ',');
    END IF;
  END IF;
  RETURN clock.value || ' ' || clock.horizon || ' ' || gatelist_ms(clock_timestamp()) || ' ' || changed || ' ' || gatelist_origin();
END $$;

-- As before, with the origin.
CREATE OR REPLACE FUNCTION gatelist_load(digests bytea[], ids uuid[]) RETURNS text LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  clock_value bigint;
  keys json;
  lists json;
  tokens json;
  keys_found integer;
  any_list boolean;
BEGIN
  SELECT c.value INTO STRICT clock_value FROM change_clock c WHERE c.id = 1;

  SELECT json_agg(one), count(*), coalesce(bool_or(one.lists IS NOT NULL OR one.under_ceiling), false)
    INTO keys, keys_found, any_list
    FROM (
      SELECT k.id, k.workspace_id, encode(k.digest, 'hex') AS digest, k.access_mode,
        (SELECT string_agg(gatelist_entry_text(e.network, least(e.expires_at,
            gatelist_width_end(e.network, p.g_v4, p.g_v6, p.g_from), gatelist_width_end(e.network, p.o_v4, p.o_v6, p.o_from))), ',')
          FROM allowlist_entry e WHERE e.key_id = k.id AND e.enabled) AS entries,
        gatelist_ms(k.revoked_at) AS revoked_at, gatelist_ms(limits.ends_at) AS expires_at,
        gatelist_ms(k.paused_at) AS paused_at, gatelist_ms(limits.bypass_until) AS bypass_until,
        gatelist_ms(limits.open_until) AS open_until,
        (SELECT string_agg(u.list_id::text, ',')
          FROM (SELECT list_id FROM key_list WHERE key_id = k.id OFFSET 0) AS u
            CROSS JOIN LATERAL (SELECT FROM network_list n
              WHERE n.id = u.list_id AND n.workspace_id = k.workspace_id AND n.kind = 'shared' OFFSET 0) AS n) AS lists,
        EXISTS (SELECT FROM network_list n
          WHERE n.workspace_id = k.workspace_id AND n.kind = 'ceiling' AND n.access_mode <> 'open') AS under_ceiling,
        k.actor_id, k.scopes, k.metadata::text AS metadata, k.visibility, k.rate_quota, k.rate_window_seconds
      FROM (SELECT * FROM api_key WHERE digest = ANY(digests) OR id = ANY(ids) OFFSET 0) AS k
        CROSS JOIN LATERAL (SELECT * FROM key_limits l WHERE l.key_id = k.id OFFSET 0) AS limits
        CROSS JOIN LATERAL (
          SELECT g.widest_v4 AS g_v4, g.widest_v6 AS g_v6, g.applies_from AS g_from,
            o.widest_v4 AS o_v4, o.widest_v6 AS o_v6, o.applies_from AS o_from
          FROM (SELECT) AS any_policy
            LEFT JOIN access_policy g ON g.workspace_id IS NULL
            LEFT JOIN access_policy o ON o.workspace_id = k.workspace_id OFFSET 0) AS p
    ) AS one;

  IF any_list THEN
    SELECT json_agg(one) INTO lists FROM (
      WITH found AS (
        SELECT id, workspace_id FROM api_key WHERE digest = ANY(digests) OR id = ANY(ids)
      ), needed AS (
        SELECT DISTINCT l.kind, l.id, l.workspace_id, l.access_mode
        FROM found
          CROSS JOIN LATERAL (SELECT list_id FROM key_list u WHERE u.key_id = found.id OFFSET 0) AS u
          CROSS JOIN LATERAL (
            SELECT * FROM network_list n
            WHERE n.id = u.list_id AND n.workspace_id = found.workspace_id AND n.kind = 'shared' OFFSET 0) AS l
        UNION ALL
        SELECT l.kind, l.id, l.workspace_id, l.access_mode
        FROM (SELECT DISTINCT workspace_id FROM found) AS w
          CROSS JOIN LATERAL (
            SELECT * FROM network_list n
            WHERE n.workspace_id = w.workspace_id AND n.kind = 'ceiling' AND n.access_mode <> 'open' OFFSET 0) AS l
      )
      SELECT l.kind, l.id, l.workspace_id, l.access_mode,
        (SELECT string_agg(gatelist_entry_text(e.network, CASE l.kind WHEN 'ceiling' THEN e.expires_at ELSE least(e.expires_at,
            gatelist_width_end(e.network, p.g_v4, p.g_v6, p.g_from), gatelist_width_end(e.network, p.o_v4, p.o_v6, p.o_from)) END), ',')
          FROM allowlist_entry e WHERE e.list_id = l.id AND e.enabled) AS entries
      FROM needed l
        CROSS JOIN LATERAL (
          SELECT g.widest_v4 AS g_v4, g.widest_v6 AS g_v6, g.applies_from AS g_from,
            o.widest_v4 AS o_v4, o.widest_v6 AS o_v6, o.applies_from AS o_from
          FROM (SELECT) AS any_policy
            LEFT JOIN access_policy g ON g.workspace_id IS NULL
            LEFT JOIN access_policy o ON o.workspace_id = l.workspace_id OFFSET 0) AS p
    ) AS one;
  END IF;

  -- A digest that is no key's may be a token's.
  IF keys_found < cardinality(digests) + cardinality(ids) THEN
    SELECT json_agg(one) INTO tokens FROM (
      SELECT t.id, t.workspace_id, encode(t.digest, 'hex') AS digest, t.access_mode,
        nullif(array_to_string(t.networks, ','), '') AS entries, gatelist_ms(t.revoked_at) AS revoked_at,
        gatelist_ms(t.expires_at) AS expires_at, t.name, t.role
      FROM management_token t WHERE t.digest = ANY(digests)
    ) AS one;
  END IF;

  RETURN json_build_object('value', clock_value, 'origin', gatelist_origin(), 'now', gatelist_ms(clock_timestamp()),
    'keys', keys, 'lists', lists, 'tokens', tokens);
END $$;
