import { prisma } from '#lib/db'
import { letThroughOutcomes } from '#lib/traffic/outcomes'
import { byAddress, type KeyCalls } from './key-calls.ts'
import { type CalledKey, MANY_CALLERS } from './new-callers.ts'
import { type Refusals, SPIKE_AT_LEAST } from './spike.ts'

/** `thisHour` without ignored addresses, and for the address alone; zero where it cannot be a spike. */
export type KeyFacts = CalledKey & Refusals & { workspaceId: string; keyId: string; name: string }

/** Of the callers kept of a key, the latest are enough to tell how many there are. */
const CALLERS_READ = 5_000

/** What is known of the keys of a batch, the batch included. `callers` counts those that were there before it. */
export async function readCalledKeys(called: readonly KeyCalls[]): Promise<Map<string, KeyFacts>> {
  const latest = called.map(
    ({ refused, fresh }) => Math.max(...[...refused, ...fresh].map(({ at }) => at.getTime())) / 1000,
  )
  const rows = await prisma().$queryRaw<KeyFacts[]>`
    SELECT k.id::text AS "keyId", k.workspace_id::text AS "workspaceId", k.name, k.access_mode::text AS "accessMode",
      k.visibility::text AS visibility, (extract(epoch FROM u.first_used_at) * 1000)::float8 AS "firstUsedAt",
      coalesce(hour.refused, 0)::float8 AS "thisHour", coalesce(day.refused, 0)::float8 AS "lastDay",
      greatest(coalesce(known.callers, 0) - sent.fresh, 0)::int AS callers
    FROM unnest(${called.map(({ keyId }) => keyId)}::uuid[], ${called.map(({ fresh }) => fresh.length)}::int[],
        ${latest}::float8[]) AS sent (key_id, fresh, at)
      JOIN api_key AS k ON k.id = sent.key_id
      CROSS JOIN LATERAL (SELECT date_trunc('hour', to_timestamp(sent.at), 'UTC') AS begins) AS this
      LEFT JOIN key_usage AS u ON u.key_id = k.id
      LEFT JOIN LATERAL (SELECT sum(c.count) AS refused FROM key_hour AS h JOIN caller_hour AS c ON c.key_id = h.key_id
          AND c.hour = h.hour AND c.outcome = ANY(${[...byAddress]})
        WHERE h.key_id = k.id AND h.hour = this.begins AND h.refused >= ${SPIKE_AT_LEAST}::int
          AND NOT EXISTS (SELECT 1 FROM ignored_caller AS i WHERE i.key_id = k.id AND c.address <<= i.address)) AS hour ON true
      LEFT JOIN LATERAL (SELECT sum(h.refused) AS refused FROM key_hour AS h WHERE h.key_id = k.id
        AND h.hour < this.begins AND h.hour >= this.begins - interval '24 hours') AS day ON true
      LEFT JOIN LATERAL (SELECT count(DISTINCT latest.address) AS callers FROM (SELECT c.address FROM caller_hour AS c
        WHERE c.key_id = k.id AND c.outcome = ANY(${[...letThroughOutcomes]}) ORDER BY c.hour DESC
        LIMIT ${CALLERS_READ}::int) AS latest) AS known ON sent.fresh > 0 AND k.access_mode = 'open'`
  return new Map(rows.map((row) => [row.keyId, { ...row, callers: Math.min(row.callers, MANY_CALLERS) }]))
}
