import type { SeenCaller } from '#lib/allowlists/replay'
import type { Tx } from '#lib/db'
import { type JsonRead, readTogether } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import { isKeyId } from '#lib/keys/key-resource'

type Since = { readonly workspaceId: string; readonly since: Date }

/** Who called a key since a moment and how it ended, folded over the hours, the latest first. */
export async function seenCallers(db: Tx, { keyId, ...where }: Since & { keyId: string }): Promise<SeenCaller[]> {
  return (await seenCallersOfKeys(db, { ...where, keyIds: [keyId] })).get(keyId) ?? []
}

/** The same for several keys; one that nobody called is left out. */
export async function seenCallersOfKeys(
  db: Tx,
  whose: Since & { keyIds: readonly string[] },
): Promise<Map<string, SeenCaller[]>> {
  return (await readTogether(db, { callers: seenCallersRead(whose) })).callers
}

/** The same, to be read with other things. */
export function seenCallersRead({
  workspaceId,
  keyIds,
  since,
}: Since & { keyIds: readonly string[] }): JsonRead<Map<string, SeenCaller[]>> {
  const ids = keyIds.filter(isKeyId)
  return {
    // Counts as text: they may be larger than a number of JSON holds.
    sql: Prisma.sql`
      SELECT json_agg(json_build_array(key_id, abbrev(address), outcome, count::text, first_at, last_at) ORDER BY last_at DESC)
      FROM (SELECT key_id, address, outcome, sum(count) AS count, min(first_at) AS first_at, max(last_at) AS last_at
        FROM caller_hour
        WHERE workspace_id = ${workspaceId}::uuid AND key_id = ANY(${ids}::uuid[])
          AND hour >= date_trunc('hour', ${since}::timestamptz, 'UTC') AND last_at >= ${since}::timestamptz
        GROUP BY key_id, address, outcome) AS caller`,
    read: callersByKey,
  }
}

type CallerJson = readonly [
  keyId: string,
  address: string | null,
  outcome: SeenCaller['outcome'],
  count: string,
  firstAt: string,
  lastAt: string,
]

function callersByKey(callers: readonly CallerJson[] | null): Map<string, SeenCaller[]> {
  const byKey = new Map<string, SeenCaller[]>()
  for (const [keyId, address, outcome, count, firstAt, lastAt] of callers ?? []) {
    const caller = { address, outcome, count: BigInt(count), firstAt: new Date(firstAt), lastAt: new Date(lastAt) }
    const known = byKey.get(keyId)
    if (known === undefined) byKey.set(keyId, [caller])
    else known.push(caller)
  }
  return byKey
}
