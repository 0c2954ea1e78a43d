import type { SeenCaller } from '#lib/allowlists/replay'
import type { CallerCount } from './caller-fold.ts'
import type { KeyTraffic } from './fold.ts'
import { unwrittenFolds } from './record-call.ts'

// All of this is to be asked before the tables are read, and not within a snapshot that was taken earlier: what is written meanwhile is then
// in both, and never in neither.

/** Who called keys as far as this process has counted and not written it, by key id. */
export type UnwrittenCallers = ReadonlyMap<string, readonly CallerCount[]>

type Whose = { readonly workspaceId: string; readonly keyIds: readonly string[]; readonly since: Date }

/** Of keys of another workspace there is nobody. */
export function unwrittenCallers({ workspaceId, keyIds, since }: Whose): UnwrittenCallers {
  const byKey = new Map<string, readonly CallerCount[]>()
  for (const keyId of keyIds) {
    const callers = unwrittenFolds()
      .flatMap((fold) => fold.byKey.get(keyId) ?? [])
      .filter((traffic) => traffic.workspaceId === workspaceId)
      .flatMap((traffic) => traffic.callers.counts)
      .filter(({ lastAt }) => lastAt >= since.getTime())
    // As they are now: they are counted on while the tables are read.
    if (callers.length > 0)
      byKey.set(
        keyId,
        callers.map((caller) => ({ ...caller })),
      )
  }
  return byKey
}

/** The keys of a workspace that this process let calls of through since then, and has not written that. */
export function unwrittenKeys(workspaceId: string, since: Date): string[] {
  const isCalled = ({ workspaceId: own, last }: KeyTraffic) =>
    own === workspaceId && last !== null && last.at >= since.getTime()
  const keys = unwrittenFolds().flatMap(({ byKey }) => [...byKey].filter(([, traffic]) => isCalled(traffic)))
  return [...new Set(keys.map(([keyId]) => keyId))]
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
