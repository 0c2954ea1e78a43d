import type { Refusal } from '#lib/verify/decide'

/** What is known of a key's calls since the last write. Times are milliseconds, by the database's clock. */
export type KeyTraffic = {
  readonly workspaceId: string
  allowed: number
  refused: number
  lastUsedAt: number | null
  lastUsedAddress: string | null
  readonly refusals: Map<string, RefusalCount>
}

export type RefusalCount = {
  reason: RefusalReason
  address: string | null
  count: number
  firstAt: number
  lastAt: number
}

/**
 * `not_listed`: let through in report mode, though no entry admits the address. `old_secret`: let through with a secret that
 * was rotated away and still works for a while.
 */
export type RefusalReason = Exclude<Refusal, 'unknown_key'> | LetThrough
type LetThrough = 'not_listed' | 'old_secret'

const letThrough: ReadonlySet<string | null> = new Set<LetThrough | null>([null, 'not_listed', 'old_secret'])

export type ObservedCall = {
  keyId: string
  workspaceId: string
  /** null: let through. */
  reason: RefusalReason | null
  /** Canonical text, null when it could not be determined. */
  address: string | null
  at: number
}

export type Fold = { readonly byKey: ReadonlyMap<string, KeyTraffic>; add(call: ObservedCall): void }

/**
 * Folds calls into counters. Bounded: past the limits calls are still counted for their key, but new addresses, then new
 * keys, are left out, so a flood costs neither memory nor speed.
 */
export function createFold(limits: { keys: number; refusals: number }): Fold {
  const byKey = new Map<string, KeyTraffic>()
  let refusals = 0

  function addRefusal(traffic: KeyTraffic, reason: RefusalReason, { address, at }: ObservedCall): void {
    const fold = `${reason} ${address ?? ''}`
    const known = traffic.refusals.get(fold)
    if (known !== undefined) {
      known.count += 1
      known.lastAt = at
    } else if (refusals < limits.refusals) {
      refusals += 1
      traffic.refusals.set(fold, { reason, address, count: 1, firstAt: at, lastAt: at })
    }
  }

  return {
    byKey,
    add(call) {
      const traffic = byKey.get(call.keyId) ?? newTraffic(call.workspaceId)
      if (traffic.allowed + traffic.refused === 0) {
        if (byKey.size >= limits.keys) return
        byKey.set(call.keyId, traffic)
      }
      if (letThrough.has(call.reason)) {
        traffic.allowed += 1
        traffic.lastUsedAt = call.at
        traffic.lastUsedAddress = call.address
      } else traffic.refused += 1
      if (call.reason !== null) addRefusal(traffic, call.reason, call)
    },
  }
}

function newTraffic(workspaceId: string): KeyTraffic {
  return { workspaceId, allowed: 0, refused: 0, lastUsedAt: null, lastUsedAddress: null, refusals: new Map() }
}
