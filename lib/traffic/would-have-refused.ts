import { prisma } from '#lib/db'
import { env } from '#lib/env'
import { isKeyId } from '#lib/keys/key-resource'
import type { WouldHaveRefused } from './views.ts'

/** What enforcing would have refused of a key that only reports; null when it does not report. */
export async function wouldHaveRefused(workspaceId: string, keyId: string): Promise<WouldHaveRefused | null> {
  if (!isKeyId(keyId)) return null
  const [row] = await prisma().$queryRaw<WouldHaveRefused[]>`
    WITH reporting AS (
      SELECT k.id, greatest(now() - make_interval(days => ${env().trafficRetentionDays}::int), coalesce((
        SELECT max(at) FROM audit_event a WHERE a.workspace_id = k.workspace_id AND a.key_id = k.id
          AND a.after ->> 'accessMode' = 'report' AND a.before ->> 'accessMode' IS DISTINCT FROM 'report'), k.created_at)) AS since
      FROM api_key k
      WHERE k.id = ${keyId}::uuid AND k.workspace_id = ${workspaceId}::uuid AND k.access_mode = 'report'
    )
    SELECT r.since, coalesce(sum(c.count), 0)::bigint AS calls, count(DISTINCT c.address)::int AS addresses
    FROM reporting r LEFT JOIN caller_hour c
      ON c.key_id = r.id AND c.hour >= date_trunc('hour', r.since, 'UTC') AND c.outcome = 'not_listed' AND c.last_at >= r.since
    GROUP BY r.since`
  return row ?? null
}
