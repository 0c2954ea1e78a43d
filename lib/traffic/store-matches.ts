import { inTransaction } from './in-transaction.ts'
import type { CallOutcome } from './outcomes.ts'
import type { KeyBatch } from './store.ts'

// The entries of a list that contain an address are among the address's own networks, one for each prefix length, so each
// is found by its index however long the list is. The narrowest counts as the one that admitted the call.
const WRITE_MATCHES = `/* traffic */
  WITH seen AS MATERIALIZED (
    SELECT r.key_id, r.address, sum(r.count) AS count, to_timestamp(max(r.last_at) / 1000) AS last_at,
      ARRAY(SELECT network(set_masklen(r.address, bits))::inet FROM generate_series(0, masklen(r.address)) AS bits) AS around
    FROM unnest($1::uuid[], $2::inet[], $3::bigint[], $4::float8[]) AS r (key_id, address, count, last_at)
      JOIN api_key k ON k.id = r.key_id AND k.access_mode <> 'open'
    GROUP BY r.key_id, r.address
  ), matched AS (
    SELECT entry.id, seen.address, seen.count, seen.last_at
    FROM seen CROSS JOIN LATERAL (
      SELECT id, network, 0 AS place FROM allowlist_entry
        WHERE key_id = seen.key_id AND network = ANY(seen.around) AND enabled
          AND (expires_at IS NULL OR expires_at > seen.last_at)
      UNION ALL
      SELECT e.id, e.network, 1 FROM key_list JOIN allowlist_entry e ON e.list_id = key_list.list_id
        WHERE key_list.key_id = seen.key_id AND e.network = ANY(seen.around) AND e.enabled
          AND (e.expires_at IS NULL OR e.expires_at > seen.last_at)
      ORDER BY network DESC, place LIMIT 1
    ) AS entry
  )
  INSERT INTO entry_match AS known (entry_id, last_at, last_address, count)
  SELECT id, max(last_at), (array_agg(address ORDER BY last_at DESC))[1], sum(count) FROM matched GROUP BY id ORDER BY id
  ON CONFLICT (entry_id) DO UPDATE SET
    last_address = CASE WHEN excluded.last_at >= known.last_at THEN excluded.last_address ELSE known.last_address END,
    last_at = greatest(known.last_at, excluded.last_at),
    count = known.count + excluded.count`

// One that is noted as not listed may be on the key's list and outside a ceiling that only reports.
const matching: ReadonlySet<CallOutcome> = new Set<CallOutcome>(['allowed', 'old_secret', 'not_listed'])

const CALLERS_AT_ONCE = 2000

/**
 * Counts which entries let callers through, own ones and those of named lists, once a caller and batch. Where a key is open, or
 * a call was let through though no entry admits it, no entry did.
 */
export async function storeMatches(batch: KeyBatch): Promise<void> {
  const callers = batch.flatMap(([keyId, traffic]) =>
    traffic.callers.counts
      .filter(({ outcome, address }) => address !== null && matching.has(outcome))
      .map((caller) => ({ keyId, ...caller })),
  )
  for (let start = 0; start < callers.length; start += CALLERS_AT_ONCE) {
    const some = callers.slice(start, start + CALLERS_AT_ONCE)
    await inTransaction((client) =>
      client.query(WRITE_MATCHES, [
        some.map((caller) => caller.keyId),
        some.map((caller) => caller.address),
        some.map((caller) => caller.count),
        some.map((caller) => caller.lastAt),
      ]),
    )
  }
}
