import { prisma } from '#lib/db'
import { isKeyId } from '#lib/keys/key-resource'
import { letThroughOutcomes } from './outcomes.ts'
import type { FirstCall } from './views.ts'

/** A key's first call as far as it is kept; null when there is none, or no such key. */
export async function firstCall(workspaceId: string, keyId: string): Promise<FirstCall | null> {
  if (!isKeyId(keyId)) return null
  const [row] = await prisma().$queryRaw<FirstCall[]>`
    SELECT calls.*, k.access_mode = 'open' AS "isOpen"
    FROM api_key k CROSS JOIN LATERAL (
      SELECT first_used_at AS at, abbrev(first_used_address) AS address, true AS "isAllowed"
      FROM key_usage WHERE key_id = k.id AND first_used_at IS NOT NULL
      UNION ALL (
        SELECT first_at, abbrev(address), false FROM caller_hour
        WHERE key_id = k.id AND outcome <> ALL(${[...letThroughOutcomes]}) ORDER BY hour, first_at LIMIT 1)
    ) AS calls
    WHERE k.id = ${keyId}::uuid AND k.workspace_id = ${workspaceId}::uuid
    ORDER BY "isAllowed" DESC LIMIT 1`
  return row ?? null
}
