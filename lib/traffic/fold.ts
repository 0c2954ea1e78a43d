import type { ClientIp } from '#lib/client-ip/outcome'
import { addCaller, type CallerCount, type CallerFold, type CallerRoom, createCallerFold } from './caller-fold.ts'
import { type CallOutcome, isLetThrough, isUnlisted } from './outcomes.ts'

export type ObservedCall = {
  keyId: string
  workspaceId: string
  outcome: CallOutcome
  client: ClientIp
  /** Milliseconds, by the database's clock. */
  at: number
}

/** A call that was let through: when, and from where; null when the address could not be determined. */
export type Use = { readonly at: number; readonly address: string | null }

/** All calls of a key in one hour, by its beginning in milliseconds. `allowed`: let through, `unlisted` among them. */
export type HourCount = { readonly hour: number; allowed: number; unlisted: number; refused: number }

/** What is known of a key's calls since the last write. */
export type KeyTraffic = {
  readonly workspaceId: string
  first: Use | null
  last: Use | null
  /** The last call: most often the next one is like it. */
  latest: Latest | null
  /** A write is seconds away: so there are one or two, unless the clock was set. */
  hours: HourCount[]
  readonly callers: CallerFold
}

/** What a call was counted in. `use`: what it is as `last`, where it was let through. */
type Latest = {
  readonly text: string | null
  readonly sums: HourCount
  readonly caller: CallerCount
  readonly use: { at: number; readonly address: string | null } | null
}

export type FoldLimits = {
  keys: number
  /** Callers of all keys together, beyond the few that each key may always have. */
  callers: number
  /** Callers of one key; those that are let through apart from those that are refused, so that neither crowds out the other. */
  ofKey: { passed: number; refused: number }
}

export type Fold = {
  readonly byKey: ReadonlyMap<string, KeyTraffic>
  /** False when the call could not be counted, because there are too many keys already. */
  add(call: ObservedCall): boolean
}

const HOUR_MS = 3_600_000

/**
 * Folds calls into counters by key, outcome and address, and hour. Bounded, all keys together and each for itself: past the
 * limits calls are counted under a network of their address, so that a flood costs neither memory nor speed nor the sums.
 */
export function createFold(limits: FoldLimits): Fold {
  const byKey = new Map<string, KeyTraffic>()
  const room: CallerRoom = { ofKey: limits.ofKey, shared: { used: 0, size: limits.callers } }
  return {
    byKey,
    add(call) {
      let traffic = byKey.get(call.keyId)
      if (traffic === undefined) {
        if (byKey.size >= limits.keys) return false
        const { workspaceId } = call
        traffic = { workspaceId, first: null, last: null, latest: null, hours: [], callers: createCallerFold() }
        byKey.set(call.keyId, traffic)
      }
      count(traffic, call, room)
      return true
    },
  }
}

function count(traffic: KeyTraffic, call: ObservedCall, room: CallerRoom): void {
  const { outcome, client, at } = call
  const { latest } = traffic
  if (latest !== null && isLike(latest, call)) {
    latest.caller.count += 1
    latest.caller.lastAt = at
    if (latest.use !== null) latest.use.at = at
    addTo(latest.sums, outcome)
    return
  }
  const hour = at - (at % HOUR_MS)
  const sums = hourOf(traffic, hour)
  addTo(sums, outcome)
  const text = client.ok ? client.text : null
  const use = isLetThrough(outcome) ? { at, address: text } : null
  if (use !== null) {
    traffic.first ??= { at, address: text }
    traffic.last = use
  }
  traffic.latest = { text, sums, caller: addCaller(traffic.callers, { outcome, hour, client, at }, room), use }
}

function isLike({ text, caller, sums: { hour } }: Latest, { outcome, client, at }: ObservedCall): boolean {
  return caller.outcome === outcome && text === (client.ok ? client.text : null) && at >= hour && at < hour + HOUR_MS
}

function addTo(sums: HourCount, outcome: CallOutcome): void {
  if (!isLetThrough(outcome)) sums.refused += 1
  else {
    sums.allowed += 1
    if (isUnlisted(outcome)) sums.unlisted += 1
  }
}

function hourOf(traffic: KeyTraffic, hour: number): HourCount {
  const known = traffic.hours.find((one) => one.hour === hour)
  if (known !== undefined) return known
  const made = { hour, allowed: 0, unlisted: 0, refused: 0 }
  traffic.hours = [...traffic.hours, made]
  return made
}
