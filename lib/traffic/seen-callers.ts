import type { SeenCaller } from '#lib/allowlists/replay'
import type { Tx } from '#lib/db'
import { isKeyId } from '#lib/keys/key-resource'

type Since = { readonly workspaceId: string; readonly since: Date }

/** Who called a key since a moment and how it ended, folded over the hours, the latest first. */
export async function seenCallers(db: Tx, { keyId, ...where }: Since & { keyId: string }): Promise<SeenCaller[]> {
  return (await seenCallersOfKeys(db, { ...where, keyIds: [keyId] })).get(keyId) ?? []
}

/** The same for several keys; one that nobody called is left out. */
export async function seenCallersOfKeys(
  db: Tx,
  { workspaceId, keyIds, since }: Since & { keyIds: readonly string[] },
): Promise<Map<string, SeenCaller[]>> {
  const ids = keyIds.filter(isKeyId)
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<(SeenCaller & { keyId: string })[]>`
    SELECT key_id::text AS "keyId", abbrev(address) AS address, outcome, sum(count)::bigint AS count, min(first_at) AS "firstAt", max(last_at) AS "lastAt"
    FROM caller_hour
    WHERE workspace_id = ${workspaceId}::uuid AND key_id = ANY(${ids}::uuid[])
      AND hour >= date_trunc('hour', ${since}::timestamptz, 'UTC') AND last_at >= ${since}::timestamptz
    GROUP BY key_id, address, outcome ORDER BY max(last_at) DESC`
  const byKey = new Map<string, SeenCaller[]>()
  for (const { keyId, ...caller } of rows) {
    const known = byKey.get(keyId)
    if (known === undefined) byKey.set(keyId, [caller])
    else known.push(caller)
  }
  return byKey
}
