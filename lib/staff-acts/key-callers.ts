import { prisma } from '#lib/db'
import { isKeyId } from '#lib/keys/key-resource'
import { letThroughOutcomes } from '#lib/traffic/outcomes'
import { barsOfRange, type TrafficRange } from '#lib/traffic/views'

/** Who called a key and how that ended. `address` is null when it could not be determined. */
export type KeyCaller = { address: string | null; allowed: bigint; refused: bigint; firstAt: Date; lastAt: Date }

export const CALLERS_SHOWN = 50

/** The callers of a key, the latest first; one more than are shown where there are more. */
export async function keyCallers(keyId: string, range: TrafficRange): Promise<KeyCaller[]> {
  if (!isKeyId(keyId)) return []
  const { bars, hours } = barsOfRange[range]
  return prisma().$queryRaw<KeyCaller[]>`
    SELECT abbrev(address) AS address,
      coalesce(sum(count) FILTER (WHERE outcome = ANY(${[...letThroughOutcomes]}::text[])), 0)::bigint AS allowed,
      coalesce(sum(count) FILTER (WHERE NOT outcome = ANY(${[...letThroughOutcomes]}::text[])), 0)::bigint AS refused,
      min(first_at) AS "firstAt", max(last_at) AS "lastAt"
    FROM caller_hour
    WHERE key_id = ${keyId}::uuid AND hour > now() - make_interval(hours => ${bars * hours + 1}::int)
    GROUP BY address ORDER BY max(last_at) DESC, address LIMIT ${CALLERS_SHOWN + 1}::int`
}
