import { isLetThrough } from '#lib/traffic/outcomes'
import type { StoredCaller } from '#lib/traffic/store'

/** What a batch holds of one key that may be worth an alert. */
export type KeyCalls = {
  keyId: string
  /** Refused because of their address. */
  refused: readonly StoredCaller[]
  /** Let through from where nobody called before. */
  fresh: readonly StoredCaller[]
}

/** Of one batch, so many are looked at. A flood fills the rest. */
const KEYS_LOOKED_AT = 200
export const CALLERS_LOOKED_AT = 5_000

/** Refusals for where a caller is. */
export const byAddress = ['ip_not_allowed', 'outside_ceiling', 'open_too_long', 'ip_unknown'] as const

export function isByAddress(outcome: string): outcome is (typeof byAddress)[number] {
  return (byAddress as readonly string[]).includes(outcome)
}

/** By key: callers that were refused for their address, and new ones; without those that the key's owner ignores. */
export function callsOfInterest(callers: readonly StoredCaller[]): KeyCalls[] {
  const byKey = new Map<string, { refused: StoredCaller[]; fresh: StoredCaller[] }>()
  for (const caller of callers.filter(isOfInterest).slice(0, CALLERS_LOOKED_AT)) {
    const calls = byKey.get(caller.keyId) ?? { refused: [], fresh: [] }
    if (calls.refused.length + calls.fresh.length === 0) {
      if (byKey.size >= KEYS_LOOKED_AT) continue
      byKey.set(caller.keyId, calls)
    }
    if (isRefused(caller)) calls.refused.push(caller)
    else calls.fresh.push(caller)
  }
  return [...byKey].map(([keyId, calls]) => ({ keyId, ...calls }))
}

/** Was refused for its address, or is new; and the key's owner wants to be told. */
export function isOfInterest(caller: StoredCaller): boolean {
  return !caller.isIgnored && (isRefused(caller) || isFresh(caller))
}

function isRefused({ outcome }: StoredCaller): boolean {
  return isByAddress(outcome)
}

/** What stands for all other addresses is new to nobody. */
function isFresh({ outcome, address, isNewToKey }: StoredCaller): boolean {
  return isNewToKey && isLetThrough(outcome) && address !== null && !address.endsWith('/0')
}
