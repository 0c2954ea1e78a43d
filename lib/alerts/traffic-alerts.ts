import type { StoredCaller } from '#lib/traffic/store'
import { firstItems } from './detail.ts'
import { isByAddress, type KeyCalls } from './key-calls.ts'
import type { NewAlert } from './new-alert.ts'
import { isNewCallerNews } from './new-callers.ts'
import type { KeyFacts } from './read-called-keys.ts'
import { isSpike, usualRefusals } from './spike.ts'

/** What the calls of a batch are worth telling of one key. */
export function trafficAlerts(key: KeyFacts, { refused, fresh }: KeyCalls): NewAlert[] {
  return [...firstRefusal(key, refused), ...refusalSpike(key, refused), ...newCaller(key, fresh)]
}

function firstRefusal(key: KeyFacts, refused: readonly StoredCaller[]): NewAlert[] {
  const at = latest(refused)
  const reason = refused.at(-1)?.outcome
  if (at === null || reason === undefined || !isByAddress(reason)) return []
  const detail = { ...about(key, refused), reason }
  return [{ kind: 'first_refusal', ...placed(key, at, DAY), count: calls(refused), at, detail }]
}

function refusalSpike(key: KeyFacts, refused: readonly StoredCaller[]): NewAlert[] {
  const at = latest(refused)
  if (at === null || !isSpike(key)) return []
  const now = calls(refused)
  const wasSpike = isSpike({ ...key, thisHour: key.thisHour - now })
  const detail = { ...about(key, refused), refused: key.thisHour, usual: usualRefusals(key) }
  return [{ kind: 'refusal_spike', ...placed(key, at, HOUR), count: wasSpike ? now : key.thisHour, at, detail }]
}

function newCaller(key: KeyFacts, fresh: readonly StoredCaller[]): NewAlert[] {
  const at = latest(fresh)
  if (at === null || !isNewCallerNews(key, at.getTime())) return []
  const detail = about(key, fresh)
  return [{ kind: 'new_caller', ...placed(key, at, HOUR), count: fresh.length, at, detail }]
}

/** Characters of an ISO time. */
const DAY = 10
const HOUR = 13

/** Once a key and day, or hour, in UTC. */
function placed({ workspaceId, keyId }: KeyFacts, at: Date, precision: number) {
  return { workspaceId, subjectId: keyId, fold: `${keyId} ${at.toISOString().slice(0, precision)}` }
}

function about({ keyId, name }: KeyFacts, callers: readonly StoredCaller[]) {
  const addresses = callers.flatMap(({ address }) => (address === null || address.endsWith('/0') ? [] : [address]))
  const { items, more } = firstItems(addresses)
  const others = callers.some(({ address }) => address?.endsWith('/0'))
  return { subject: { kind: 'key' as const, id: keyId, name }, items, more: more || others }
}

function latest(callers: readonly StoredCaller[]): Date | null {
  return callers.length === 0 ? null : new Date(Math.max(...callers.map(({ at }) => at.getTime())))
}

const calls = (callers: readonly StoredCaller[]) => callers.reduce((sum, { count }) => sum + count, 0)
