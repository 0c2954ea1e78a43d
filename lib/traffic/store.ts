import type pg from 'pg'
import type { CallerCount } from './caller-fold.ts'
import type { HourCount, KeyTraffic } from './fold.ts'
import { inTransaction } from './in-transaction.ts'
import { type CallOutcome, isLetThrough } from './outcomes.ts'
import { callerParameters, WRITE_CALLERS } from './write-callers.ts'
import { WRITE_HOURS, WRITE_USAGE } from './write-totals.ts'

/** One row of what was written, with what was new about it. */
export type StoredCaller = {
  readonly workspaceId: string
  readonly keyId: string
  readonly outcome: CallOutcome
  /** As it is kept: an address, a network of which many called, or null when it could not be determined. */
  readonly address: string | null
  /** Calls of this batch, and the last of them. */
  readonly count: number
  readonly at: Date
  /** Among what is kept there was nothing of this address with this key that ended alike: let through, or refused. */
  readonly isNewToKey: boolean
  /** The key's owner has seen this address and does not want to be told of it. */
  readonly isIgnored: boolean
}

/** What a batch brought, for alerts. `refused`: of each key that had refused calls, how many, and when the last was. */
export type StoredTraffic = {
  readonly callers: readonly StoredCaller[]
  readonly refused: readonly {
    readonly workspaceId: string
    readonly keyId: string
    readonly count: number
    readonly at: Date
  }[]
}

type KeyBatch = readonly (readonly [keyId: string, traffic: KeyTraffic])[]

/** Written at once; more would hold locks, and the process that serves calls, for longer. */
const KEYS_AT_ONCE = 1000
const CALLERS_AT_ONCE = 5000

/**
 * Adds a batch of counters to the tables. The order of tables and rows is fixed, so that two processes wait for each other
 * instead of deadlocking; and the totals of an hour come first, so that they see each other's callers when they count them.
 */
export async function storeTraffic(byKey: ReadonlyMap<string, KeyTraffic>): Promise<StoredTraffic> {
  const stored = { callers: [] as StoredCaller[], refused: [] as StoredTraffic['refused'][number][] }
  for (const batch of batchesOf(byKey)) {
    const { callers, refused } = await inTransaction((client) => writeBatch(client, batch))
    stored.callers.push(...callers)
    stored.refused.push(...refused)
  }
  return stored
}

function batchesOf(byKey: ReadonlyMap<string, KeyTraffic>): KeyBatch[] {
  const keys = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
  const batches: [string, KeyTraffic][][] = []
  let callers = CALLERS_AT_ONCE
  for (const key of keys) {
    const size = key[1].callers.counts().length
    const last = batches.at(-1)
    if (last === undefined || last.length >= KEYS_AT_ONCE || callers + size > CALLERS_AT_ONCE) {
      batches.push([key])
      callers = size
    } else {
      last.push(key)
      callers += size
    }
  }
  return batches
}

async function writeBatch(client: pg.PoolClient, batch: KeyBatch): Promise<StoredTraffic> {
  const usage = await client.query<{ workspaceId: string; keyId: string }>(WRITE_USAGE, usageParameters(batch))
  const workspaceOf = new Map(usage.rows.map((row) => [row.keyId, row.workspaceId]))
  await client.query(WRITE_HOURS, hourParameters(batch))
  const callers = batch.flatMap(([keyId, { callers }]) => callers.counts().map((caller) => ({ keyId, ...caller })))
  const written = await client.query<StoredCaller>(WRITE_CALLERS, callerParameters(callers))
  const refused = batch.flatMap(([keyId, traffic]) => {
    const workspaceId = workspaceOf.get(keyId)
    const count = refusedOf(traffic)
    if (workspaceId === undefined || count === 0) return []
    return [{ workspaceId, keyId, count, at: new Date(lastRefusal(traffic.callers.counts())) }]
  })
  return { callers: written.rows, refused }
}

function usageParameters(batch: KeyBatch): unknown[] {
  return [
    batch.map(([keyId]) => keyId),
    batch.map(([, { first }]) => first?.at ?? null),
    batch.map(([, { first }]) => first?.address ?? null),
    batch.map(([, { last }]) => last?.at ?? null),
    batch.map(([, { last }]) => last?.address ?? null),
    batch.map(([, { hours }]) => sumOf(hours, 'allowed')),
    batch.map(([, traffic]) => refusedOf(traffic)),
  ]
}

function hourParameters(batch: KeyBatch): unknown[] {
  const rows = batch.flatMap(([keyId, { hours }]) => [...hours].map(([hour, counts]) => ({ keyId, hour, ...counts })))
  return [
    rows.map((row) => row.keyId),
    rows.map((row) => row.hour),
    rows.map((row) => row.allowed),
    rows.map((row) => row.unlisted),
    rows.map((row) => row.refused),
  ]
}

function refusedOf({ hours }: KeyTraffic): number {
  return sumOf(hours, 'refused')
}

function sumOf(hours: ReadonlyMap<number, HourCount>, name: keyof HourCount): number {
  let sum = 0
  for (const counts of hours.values()) sum += counts[name]
  return sum
}

function lastRefusal(callers: readonly CallerCount[]): number {
  return Math.max(...callers.filter(({ outcome }) => !isLetThrough(outcome)).map(({ lastAt }) => lastAt))
}
