import { prisma } from '#lib/db'
import { isKeyId } from '#lib/keys/key-resource'
import { barsOfRange, type KeyTrafficView, type Sparkline, type TrafficBar, type TrafficRange } from './views.ts'

/** A key's calls over time. A key of another workspace has none, as one that does not exist. */
export async function keyHours(workspaceId: string, keyId: string, range: TrafficRange): Promise<KeyTrafficView> {
  if (!isKeyId(keyId)) return { range, bars: [] }
  const { bars, hours } = barsOfRange[range]
  const rows = await prisma().$queryRaw<TrafficBar[]>`
    WITH step AS (SELECT make_interval(hours => ${hours}::int) AS step),
      last AS (SELECT date_bin(step, now(), timestamptz '2000-01-01 00:00:00Z') AS last, step FROM step)
    SELECT bar AS at, coalesce(sum(h.allowed), 0)::float8 AS allowed, coalesce(sum(h.unlisted), 0)::float8 AS unlisted,
      coalesce(sum(h.refused), 0)::float8 AS refused
    FROM last CROSS JOIN generate_series(last - (${bars}::int - 1) * step, last, step) AS bar
      LEFT JOIN key_hour h ON h.hour >= bar AND h.hour < bar + step
        AND h.key_id = (SELECT id FROM api_key WHERE id = ${keyId}::uuid AND workspace_id = ${workspaceId}::uuid)
    GROUP BY bar ORDER BY bar`
  return { range, bars: rows }
}

const SPARK_HOURS = 24

/** The last 24 hours of several keys; one that nobody called is left out. */
export async function sparklines(workspaceId: string, keyIds: readonly string[]): Promise<Map<string, Sparkline>> {
  const ids = keyIds.filter(isKeyId)
  if (ids.length === 0) return new Map()
  const rows = await prisma().$queryRaw<{ keyId: string; ago: number; allowed: number; refused: number }[]>`
    SELECT h.key_id::text AS "keyId", (extract(epoch FROM date_trunc('hour', now(), 'UTC') - h.hour) / 3600)::int AS ago,
      h.allowed::float8 AS allowed, h.refused::float8 AS refused
    FROM key_hour h JOIN api_key k ON k.id = h.key_id AND k.workspace_id = ${workspaceId}::uuid
    WHERE h.key_id = ANY(${ids}::uuid[])
      AND h.hour > date_trunc('hour', now(), 'UTC') - make_interval(hours => ${SPARK_HOURS}::int)`
  const byKey = new Map<string, { allowed: number[]; refused: number[] }>()
  for (const { keyId, ago, allowed, refused } of rows) {
    const line = byKey.get(keyId) ?? { allowed: zeros(), refused: zeros() }
    byKey.set(keyId, line)
    // A call of an hour that has just begun may be counted before this statement's own clock says so.
    const place = SPARK_HOURS - 1 - Math.max(0, ago)
    line.allowed[place] = (line.allowed[place] ?? 0) + allowed
    line.refused[place] = (line.refused[place] ?? 0) + refused
  }
  return byKey
}

function zeros(): number[] {
  return Array.from({ length: SPARK_HOURS }, () => 0)
}
