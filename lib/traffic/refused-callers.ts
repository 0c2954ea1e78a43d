import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { isKeyId } from '#lib/keys/key-resource'
import { barsOfRange, type KeyRefusal, type TrafficRange } from './views.ts'

/** Rows that are read for one page; an owner who sees so many needs another remedy than a longer list. */
export const MOST_REFUSALS = 500

const OLD_SECRET_CALLERS_SHOWN = 50

export type RefusalFilters = { range: TrafficRange; reason: string | null }

/** From where and why calls with this key were refused, or let through though not listed, the latest first. */
export function keyRefusals(
  workspaceId: string,
  keyId: string,
  { range, reason }: RefusalFilters,
): Promise<KeyRefusal[]> {
  const { bars, hours } = barsOfRange[range]
  const since = Prisma.sql`now() - make_interval(hours => ${bars * hours}::int)`
  return callers(workspaceId, keyId, {
    where: Prisma.sql`c.outcome NOT IN ('allowed', 'old_secret')
      AND c.hour > ${since} - interval '1 hour' AND c.last_at >= ${since}
      ${reason === null ? Prisma.empty : Prisma.sql`AND c.outcome = ${reason}`}`,
    limit: MOST_REFUSALS,
  })
}

/**
 * Who went on calling with a key's secret after it was rotated, folded by address and reason: let through while the grace
 * period lasted (`old_secret`), refused since (`revoked`).
 */
export function oldSecretCallers(workspaceId: string, keyId: string): Promise<KeyRefusal[]> {
  return callers(workspaceId, keyId, {
    where: Prisma.sql`c.outcome IN ('old_secret', 'revoked')`,
    limit: OLD_SECRET_CALLERS_SHOWN,
  })
}

async function callers(
  workspaceId: string,
  keyId: string,
  { where, limit }: { where: Prisma.Sql; limit: number },
): Promise<KeyRefusal[]> {
  if (!isKeyId(keyId)) return []
  return prisma().$queryRaw<KeyRefusal[]>`
    SELECT abbrev(c.address) AS address, c.outcome AS reason, sum(c.count)::bigint AS count, min(c.first_at) AS "firstAt",
      max(c.last_at) AS "lastAt",
      EXISTS (SELECT FROM ignored_caller i WHERE i.key_id = ${keyId}::uuid AND i.address >>= c.address) AS "isIgnored"
    FROM caller_hour c WHERE c.workspace_id = ${workspaceId}::uuid AND c.key_id = ${keyId}::uuid AND ${where}
    GROUP BY c.address, c.outcome ORDER BY max(c.last_at) DESC, c.address LIMIT ${limit}`
}
