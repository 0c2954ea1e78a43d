import { CALLER_DAYS, CROWDED, crowdedBits, takenBits } from './levels.ts'

const WIDTH = 'CASE family(network) WHEN 4 THEN 32 ELSE 128 END'

/**
 * Of each living key that has a list, the networks in force that lie in no other of its own: any block then meets a key either by
 * one network around it or by networks inside it, never by both, so that the two are counted apart and added. `common` is how many leading
 * bits a network shares with the one before it of the same key: in a block of more bits than that it is the key's first, so
 * that counting those counts keys, without sorting them again for every length.
 */
export const OUTERMOST = `
  CREATE TEMP TABLE map_outermost ON COMMIT DROP AS
  WITH live AS (
    SELECT key_id FROM key_profile WHERE access_mode <> 'open' AND in_force > 0 AND (ends_at IS NULL OR ends_at > now())
  ), entry AS (
    SELECT e.key_id, e.list_id, e.network FROM allowlist_entry e
    WHERE e.enabled AND (e.expires_at IS NULL OR e.expires_at > now()) AND masklen(e.network) > 0
  ), held AS (
    SELECT key_id, network FROM entry WHERE key_id IS NOT NULL
    UNION ALL SELECT u.key_id, entry.network FROM key_list u JOIN entry ON entry.list_id = u.list_id
  )
  SELECT network, masklen(network)::smallint AS bits, CASE WHEN family(before) = family(network)
    THEN masklen(inet_merge(before, network)) ELSE 0 END::smallint AS common
  FROM (
    SELECT network, lag(network) OVER (PARTITION BY key_id ORDER BY network) AS before FROM (
      SELECT key_id, network, set_masklen(network, ${WIDTH}) AS first,
        max(set_masklen(broadcast(network), ${WIDTH})) OVER (PARTITION BY key_id ORDER BY network
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
      FROM held JOIN live USING (key_id)) AS placed
    WHERE reach IS NULL OR reach < first) AS outermost`

/** Callers by address; what stands for many others is in no place. $1: outcomes that let through. */
export const CALLERS = `
  CREATE TEMP TABLE map_caller ON COMMIT DROP AS
  SELECT address, bool_or(outcome = ANY($1)) AS allowed,
    coalesce(sum(count) FILTER (WHERE outcome <> ALL($1)), 0)::bigint AS refusals
  FROM caller_hour WHERE hour > now() - interval '${CALLER_DAYS} days' AND masklen(address) > 0 GROUP BY address`

export const BLOCKS = `CREATE TEMP TABLE map_block ON COMMIT DROP AS ${familyBlocks(4)} UNION ALL ${familyBlocks(6)}`

type Lengths = readonly number[]

/** First the smallest blocks, with what each says of the larger ones around it; then those are sums of few. */
function familyBlocks(family: 4 | 6): string {
  const lengths: Lengths = takenBits[family]
  const longest = Math.max(...lengths)
  const level = `CASE ${[...lengths]
    .reverse()
    .map((bits) => `WHEN bits >= ${bits} THEN ${bits}`)
    .join(' ')} END`
  const firsts = lengths.map((bits) => `count(*) FILTER (WHERE common < ${bits}) AS keys_${bits}`)
  const nothing = lengths.map(() => '0')
  return `(
    WITH entry_place AS (
      SELECT ${level} AS bits, network(set_masklen(network, ${level}))::inet AS network, ${firsts.join(', ')}
      FROM map_outermost WHERE family(network) = ${family} AND bits >= ${Math.min(...lengths)} GROUP BY 1, 2
    ), place AS MATERIALIZED (
      SELECT *, 0 AS callers, 0 AS refusals FROM entry_place
      UNION ALL SELECT ${longest}, network(set_masklen(address, ${longest}))::inet, ${nothing.join(', ')},
        count(*) FILTER (WHERE allowed), sum(refusals) FROM map_caller WHERE family(address) = ${family} GROUP BY 2
    )
    ${lengths.map((bits) => sums(bits)).join(' UNION ALL ')})`
}

function sums(bits: number): string {
  return `
    SELECT ${bits}::smallint AS bits, network(set_masklen(network, ${bits}))::inet AS network, sum(keys_${bits})::int AS keys,
      sum(callers)::int AS callers, sum(refusals)::bigint AS refusals
    FROM place WHERE bits >= ${bits} GROUP BY 2`
}

/** All that lies in a block that is crowded. `network` with the name of its table, or it would be the block's own. */
const IN_CROWDED = (network: string, family: 4 | 6, of: number) => `family(${network}) = ${family} AND EXISTS (
  SELECT FROM map_block b WHERE b.bits = ${of} AND b.network = network(set_masklen(${network}, ${of}))::inet
    AND b.keys + b.callers >= ${CROWDED} AND family(b.network) = ${family})`

/** The blocks inside crowded ones, from the shorter prefixes to the longer. */
export const CROWDED_BLOCKS: readonly string[] = ([4, 6] as const).flatMap((family) => {
  const [outer] = crowdedBits[family]
  return [
    `CREATE TEMP TABLE crowded_outermost_${family} ON COMMIT DROP AS
     SELECT o.* FROM map_outermost o WHERE o.bits >= ${outer.of} AND ${IN_CROWDED('o.network', family, outer.of)}`,
    `CREATE TEMP TABLE crowded_caller_${family} ON COMMIT DROP AS
     SELECT c.* FROM map_caller c WHERE ${IN_CROWDED('c.address', family, outer.of)}`,
    ...crowdedBits[family].flatMap(({ of, inside }) => inside.map((bits) => insideCrowded(family, of, bits))),
  ]
})

function insideCrowded(family: 4 | 6, of: number, bits: number): string {
  const block = (column: string) => `network(set_masklen(${column}, ${bits}))::inet`
  return `
    INSERT INTO map_block (bits, network, keys, callers, refusals)
    SELECT ${bits}, network, sum(keys), sum(callers), sum(refusals) FROM (
      SELECT ${block('o.network')} AS network, count(*) AS keys, 0 AS callers, 0 AS refusals FROM crowded_outermost_${family} o
      WHERE o.bits >= ${bits} AND o.common < ${bits} AND ${IN_CROWDED('o.network', family, of)} GROUP BY 1
      UNION ALL SELECT ${block('c.address')}, 0, count(*) FILTER (WHERE c.allowed), sum(c.refusals) FROM crowded_caller_${family} c
      WHERE masklen(c.address) >= ${bits} AND ${IN_CROWDED('c.address', family, of)} GROUP BY 1) AS part
    GROUP BY network`
}

export const REPLACE_BLOCKS: readonly string[] = [
  `DELETE FROM address_block b WHERE NOT EXISTS (SELECT FROM map_block m WHERE m.bits = b.bits AND m.network = b.network)`,
  `INSERT INTO address_block (bits, network, keys, callers, refusals)
   SELECT m.* FROM map_block m LEFT JOIN address_block b USING (bits, network)
   WHERE (m.keys, m.callers, m.refusals) IS DISTINCT FROM (b.keys, b.callers, b.refusals)
   ON CONFLICT (bits, network) DO UPDATE SET keys = excluded.keys, callers = excluded.callers, refusals = excluded.refusals`,
]

/** Networks wider than the blocks counted ahead, and in crowded blocks all that are wider than the smallest of those. */
export const COVERS = `
  WITH cover AS MATERIALIZED (
    SELECT network, count(*)::int AS keys FROM (
      SELECT network FROM map_outermost WHERE bits < CASE family(network) WHEN 4 THEN ${Math.max(...takenBits[4])} ELSE ${Math.max(...takenBits[6])} END
      UNION ALL SELECT network FROM crowded_outermost_4 WHERE bits >= ${Math.max(...takenBits[4])} AND bits < 32
      UNION ALL SELECT network FROM crowded_outermost_6 WHERE bits >= ${Math.max(...takenBits[6])} AND bits < 64) AS wide
    GROUP BY network
  ), gone AS (
    DELETE FROM address_cover a WHERE NOT EXISTS (SELECT FROM cover WHERE cover.network = a.network)
  )
  INSERT INTO address_cover (network, keys) SELECT network, keys FROM cover
  ON CONFLICT (network) DO UPDATE SET keys = excluded.keys WHERE address_cover.keys <> excluded.keys`

const LIVES = `(p.ends_at IS NULL OR p.ends_at > now())`
const anyKeys = (family: 4 | 6) => `
  (SELECT count(*)::int FROM key_profile p WHERE p.any_address AND p.access_mode <> 'open' AND ${LIVES} AND p.widest_v${family} = 0)`

export const TAKEN = `
  INSERT INTO address_map (id, taken_at, open_keys, any_v4_keys, any_v6_keys)
  SELECT 1, now(), (SELECT count(*)::int FROM key_profile p WHERE p.access_mode = 'open' AND ${LIVES}), ${anyKeys(4)}, ${anyKeys(6)}
  ON CONFLICT (id) DO UPDATE SET taken_at = excluded.taken_at, open_keys = excluded.open_keys,
    any_v4_keys = excluded.any_v4_keys, any_v6_keys = excluded.any_v6_keys`
