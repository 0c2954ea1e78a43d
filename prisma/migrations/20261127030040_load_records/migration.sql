-- The load of the validated cache: keys by digest or id with their lists, and management tokens by digest. A function, so that it
-- is planned once a connection, as the question is. It is STABLE, so all of it is read in the snapshot of the statement that
-- calls it, with the clock value that stands there.

CREATE FUNCTION gatelist_ms(moment timestamptz) RETURNS float8 LANGUAGE sql STABLE
RETURN (extract(epoch from moment) * 1000)::float8;

-- `203.0.113.0/24`, or `203.0.113.0/24 1795000000000` with the end of an entry that has one.
CREATE FUNCTION gatelist_entry_text(network inet, expires_at timestamptz) RETURNS text LANGUAGE sql STABLE
RETURN host(network) || '/' || masklen(network) || coalesce(' ' || gatelist_ms(expires_at), '');

-- A row for each of three kinds. A key names its lists by id; every list has one row, however many of the keys use it. A list
-- counts only for keys of its own workspace, whatever `key_list` says. A ceiling that is off is left out.
-- Without a generic plan a statement with arrays would be planned anew each time. Such a plan may have been made while the tables
-- were empty. So that it is right however large they grow, it goes from index to index and in this order: OFFSET 0 keeps the
-- planner from turning the joins around, which would read all lists of everybody.
CREATE FUNCTION gatelist_load_records(digests bytea[], ids uuid[]) RETURNS TABLE (
  kind text, id uuid, workspace_id uuid, digest text, access_mode text, entries text, revoked_at float8, expires_at float8,
  paused_at float8, bypass_until float8, lists text, actor_id text, scopes text[], metadata text, visibility text,
  rate_quota float8, rate_window_seconds integer, name text, role text
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH found AS (
    SELECT * FROM api_key k WHERE k.digest = ANY(digests) OR k.id = ANY(ids)
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
    (SELECT string_agg(gatelist_entry_text(e.network, e.expires_at), ',')
      FROM allowlist_entry e WHERE e.key_id = k.id AND e.enabled),
    gatelist_ms(k.revoked_at), gatelist_ms(k.expires_at), gatelist_ms(k.paused_at), gatelist_ms(k.bypass_until),
    (SELECT string_agg(used.id::text, ',') FROM used WHERE used.key_id = k.id),
    k.actor_id, k.scopes, k.metadata::text, k.visibility::text, k.rate_quota::float8, k.rate_window_seconds, NULL, NULL
  FROM found k
  UNION ALL
  SELECT l.kind::text, l.id, l.workspace_id, NULL, l.access_mode::text,
    (SELECT string_agg(gatelist_entry_text(e.network, e.expires_at), ',')
      FROM allowlist_entry e WHERE e.list_id = l.id AND e.enabled),
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM needed l
  UNION ALL
  SELECT 'token', t.id, t.workspace_id, encode(t.digest, 'hex'), t.access_mode::text,
    nullif(array_to_string(t.networks, ','), ''), gatelist_ms(t.revoked_at), gatelist_ms(t.expires_at), NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.name, t.role::text
  FROM management_token t WHERE t.digest = ANY(digests);
END $$;
