import { MANY_WORKSPACES, WIDEST_V4, WIDEST_V6 } from './rules.ts'

const IN_FORCE = 'e.enabled AND (e.expires_at IS NULL OR e.expires_at > now())'

const WIDTH = 'CASE family(network) WHEN 4 THEN 32 ELSE 128 END'

/** The last address of a network: in PostgreSQL's order all that lies in the network stands between the network and this. */
const last = (network: string) =>
  `set_masklen(broadcast(${network}), CASE family(${network}) WHEN 4 THEN 32 ELSE 128 END)`

/**
 * Finds the public ranges that lists of many workspaces hold, whole or in part, and the keys that do. Very wide ranges are a finding of
 * their own.
 *
 * `common` is how many leading bits a network shares with the one before it of the same workspace: in a range of more bits than
 * that it is the workspace's first, so that counting those counts workspaces, without sorting them again for every range. Of all ranges
 * only those are counted that have enough networks inside them, which stand right after them.
 */
export const TAKE_SHARED_RANGES: readonly string[] = [
  `SET LOCAL work_mem = '64MB'`,
  `CREATE TEMP TABLE range_pair ON COMMIT DROP AS
   WITH pair AS (
     SELECT DISTINCT e.workspace_id, e.network FROM allowlist_entry e
     WHERE ${IN_FORCE} AND masklen(e.network) >= CASE family(e.network) WHEN 4 THEN ${WIDEST_V4} ELSE ${WIDEST_V6} END
   )
   SELECT network, CASE WHEN family(before) = family(network) THEN masklen(inet_merge(before, network)) ELSE 0 END::smallint AS common
   FROM (SELECT network, lag(network) OVER (PARTITION BY workspace_id ORDER BY network) AS before FROM pair) AS sorted`,
  `CREATE INDEX ON range_pair (network, common)`,
  `ANALYZE range_pair`,
  `CREATE TEMP TABLE range_now ON COMMIT DROP AS
   WITH candidate AS MATERIALIZED (
     SELECT DISTINCT network FROM (
       SELECT network, lead(network, ${MANY_WORKSPACES - 1}) OVER (ORDER BY network) AS further FROM range_pair) AS ahead
     WHERE further <<= network AND gatelist_special_kind(network) IS NULL
   )
   SELECT c.network, inside.workspaces FROM candidate c CROSS JOIN LATERAL (
     SELECT count(*)::int AS workspaces FROM range_pair p
     WHERE p.network >= c.network AND p.network <= ${last('c.network')} AND p.common < masklen(c.network)) AS inside
   WHERE inside.workspaces >= ${MANY_WORKSPACES}`,
  `ANALYZE range_now`,
  `DELETE FROM shared_range r WHERE NOT EXISTS (SELECT FROM range_now n WHERE n.network = r.network)`,
  `INSERT INTO shared_range (network, workspaces)
   SELECT n.* FROM range_now n LEFT JOIN shared_range r USING (network) WHERE n.workspaces IS DISTINCT FROM r.workspaces
   ON CONFLICT (network) DO UPDATE SET workspaces = excluded.workspaces`,
  `CREATE TEMP TABLE range_key ON COMMIT DROP AS
   WITH outermost AS MATERIALIZED (
     SELECT network FROM (
       SELECT network, set_masklen(network, ${WIDTH}) AS first, max(${last('network')}) OVER (ORDER BY network
         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM range_now) AS placed
     WHERE reach IS NULL OR reach < first
   ), held AS MATERIALIZED (
     SELECT e.key_id, e.list_id, o.network FROM outermost o
       JOIN allowlist_entry e ON e.network >= o.network AND e.network <= ${last('o.network')} WHERE ${IN_FORCE}
   )
   SELECT k.id AS key_id, k.workspace_id, min(held.network) AS network FROM (
     SELECT key_id, network FROM held WHERE key_id IS NOT NULL
     UNION ALL SELECT u.key_id, held.network FROM held JOIN key_list u ON u.list_id = held.list_id) AS held
     JOIN api_key k ON k.id = held.key_id GROUP BY k.id`,
  `ANALYZE range_key`,
  `DELETE FROM shared_range_key r WHERE NOT EXISTS (SELECT FROM range_key n WHERE n.key_id = r.key_id)`,
  `INSERT INTO shared_range_key (key_id, workspace_id, network)
   SELECT n.* FROM range_key n LEFT JOIN shared_range_key r USING (key_id) WHERE n.network IS DISTINCT FROM r.network
   ON CONFLICT (key_id) DO UPDATE SET network = excluded.network`,
]
