import type { SeenCaller } from '#lib/allowlists/replay'
import type { CallerCount } from './caller-fold.ts'
import { unwrittenFolds } from './record-call.ts'

/** Who called keys as far as this process has counted and not written it. */
export type UnwrittenCallers = ReadonlyMap<string, readonly CallerCount[]>

/**
 * To be taken before the tables are read: what is written meanwhile is then in both, and never in neither. It knows nothing of
 * workspaces, so the ids must be of keys whose workspace was looked at.
 */
export function unwrittenCallers(keyIds: readonly string[]): UnwrittenCallers {
  const byKey = new Map<string, readonly CallerCount[]>()
  for (const keyId of keyIds) {
    const callers = unwrittenFolds().flatMap((fold) => fold.byKey.get(keyId)?.callers.counts() ?? [])
    // As they are now: they are counted on while the tables are read.
    if (callers.length > 0)
      byKey.set(
        keyId,
        callers.map((caller) => ({ ...caller })),
      )
  }
  return byKey
}

/** Stored callers of a key with those that were not written. One that is stored with as late a call was written meanwhile. */
export function withUnwritten(
  stored: readonly SeenCaller[],
  unwritten: readonly CallerCount[] = [],
): readonly SeenCaller[] {
  if (unwritten.length === 0) return stored
  const callers = new Map(stored.map((caller) => [nameOf(caller), caller]))
  for (const { address, outcome, count, firstAt, lastAt } of unwritten) {
    const one = { address, outcome, count: BigInt(count), firstAt: new Date(firstAt), lastAt: new Date(lastAt) }
    const known = callers.get(nameOf(one))
    if (known === undefined) callers.set(nameOf(one), one)
    else if (known.lastAt < one.lastAt)
      callers.set(nameOf(one), { ...known, count: known.count + one.count, lastAt: one.lastAt })
  }
  return [...callers.values()].sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime())
}

function nameOf({ address, outcome }: Pick<SeenCaller, 'address' | 'outcome'>): string {
  return `${outcome} ${address}`
}
