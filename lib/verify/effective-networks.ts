import { intersection } from '#lib/ip/algebra'
import type { Network } from '#lib/ip/network'
import type { KeyRecord } from './key-record.ts'

/**
 * From where a key may be used at `now`, as it is sealed into what is derived from it; null: from anywhere. Of an enforcing
 * key, and of one that a policy no longer lets only report, its own entries and those of its named lists; within an enforced
 * ceiling always. A bypass is not sealed: it ends by itself.
 */
export function effectiveNetworks(key: KeyRecord, now: number): readonly Network[] | null {
  const { accessMode, openUntil, allowlist, shared, ceiling } = key
  const mayReport = accessMode === 'report' && (openUntil === null || openUntil > now)
  const lists = accessMode === 'open' || mayReport ? null : [allowlist, ...shared]
  const listed = lists?.flatMap((list) => list?.networksAt(now) ?? []) ?? null
  return bothOf(listed, ceiling?.mode === 'enforce' ? (ceiling.allowlist?.networksAt(now) ?? []) : null)
}

/** What two restrictions have in common; null is none. */
export function bothOf(a: readonly Network[] | null, b: readonly Network[] | null): readonly Network[] | null {
  if (a === null || b === null) return a ?? b
  return intersection(a, b)
}
