import type { SeenCaller } from '#lib/allowlists/replay'
import type { Tx } from '#lib/db'
import { type JsonRead, readTogether } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import { formatNetwork, type Network } from '#lib/ip/network'
import { isKeyId } from '#lib/keys/key-resource'
import { unwrittenCallers, withUnwritten } from './unwritten.ts'

type Whose = {
  readonly workspaceId: string
  readonly keyIds: readonly string[]
  readonly since: Date
  /** Of those that are written only who comes from there, wholly or in part, or from where nobody knows; null: all. */
  readonly within?: readonly Network[] | null
}

/**
 * Who called a key since a moment and how it ended, folded over the hours, the latest first. What this process has counted and not
 * written yet is among it.
 */
export async function seenCallers(
  db: Tx,
  { keyId, ...where }: Omit<Whose, 'keyIds'> & { keyId: string },
): Promise<readonly SeenCaller[]> {
  return (await seenCallersOf(db, { ...where, keyIds: [keyId] })).get(keyId) ?? []
}

/** The same of several keys, by their ids; one that nobody called may be left out. */
export async function seenCallersOf(db: Tx, whose: Whose): Promise<ReadonlyMap<string, readonly SeenCaller[]>> {
  const unwritten = unwrittenCallers(whose)
  const { callers } = await readTogether(db, { callers: callersRead(whose) })
  return new Map(
    [...new Set([...callers.keys(), ...unwritten.keys()])].map((keyId) => [
      keyId,
      withUnwritten(callers.get(keyId) ?? [], unwritten.get(keyId)),
    ]),
  )
}

function callersRead({ workspaceId, keyIds, since, within = null }: Whose): JsonRead<Map<string, SeenCaller[]>> {
  const ids = keyIds.filter(isKeyId)
  const fromThere =
    within === null
      ? Prisma.empty
      : Prisma.sql`AND (address IS NULL OR address && ANY(${within.map(formatNetwork)}::inet[]))`
  return {
    // Counts as text: they may be larger than a number of JSON holds.
    sql: Prisma.sql`
      SELECT json_agg(json_build_array(key_id, abbrev(address), outcome, count::text, first_at, last_at) ORDER BY last_at DESC)
      FROM (SELECT key_id, address, outcome, sum(count) AS count, min(first_at) AS first_at, max(last_at) AS last_at
        FROM caller_hour
        WHERE workspace_id = ${workspaceId}::uuid AND key_id = ANY(${ids}::uuid[])
          AND hour >= date_trunc('hour', ${since}::timestamptz, 'UTC') AND last_at >= ${since}::timestamptz ${fromThere}
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
