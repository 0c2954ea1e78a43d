import type { HourCount, KeyTraffic } from './fold.ts'
import { inTransaction } from './in-transaction.ts'
import type { CallOutcome } from './outcomes.ts'
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

/** Some of the keys that were called. */
export type KeyBatch = readonly (readonly [keyId: string, traffic: KeyTraffic])[]

/** Written at once; more would hold locks, and the process that serves calls, for longer. */
const KEYS_AT_ONCE = 1000
const CALLERS_AT_ONCE = 5000

/** What is to be written, as much at a time as one transaction takes. */
export function* batchesOf(byKey: ReadonlyMap<string, KeyTraffic>): Generator<KeyBatch> {
  let batch: [string, KeyTraffic][] = []
  let callers = 0
  for (const key of byKey) {
    const size = key[1].callers.counts.length
    if (batch.length >= KEYS_AT_ONCE || (batch.length > 0 && callers + size > CALLERS_AT_ONCE)) {
      yield batch
      batch = []
      callers = 0
    }
    batch.push(key)
    callers += size
  }
  if (batch.length > 0) yield batch
}

/**
 * Adds counters to the tables. The order of tables and of rows in each is fixed, so that two processes wait for each other
 * instead of deadlocking; and the totals of an hour come first, so that they see each other's callers when they count them.
 */
export function storeTraffic(batch: KeyBatch): Promise<readonly StoredCaller[]> {
  return inTransaction(async (client) => {
    await client.query(WRITE_USAGE, usageParameters(batch))
    await client.query(WRITE_HOURS, hourParameters(batch))
    const callers = batch.flatMap(([keyId, { callers }]) => callers.counts.map((caller) => ({ keyId, ...caller })))
    const { rows } = await client.query<StoredCaller>(WRITE_CALLERS, callerParameters(callers))
    return rows
  })
}

function usageParameters(batch: KeyBatch): unknown[] {
  return [
    batch.map(([keyId]) => keyId),
    batch.map(([, { first }]) => first?.at ?? null),
    batch.map(([, { first }]) => first?.address ?? null),
    batch.map(([, { last }]) => last?.at ?? null),
    batch.map(([, { last }]) => last?.address ?? null),
    batch.map(([, { hours }]) => sumOf(hours, 'allowed')),
    batch.map(([, { hours }]) => sumOf(hours, 'refused')),
  ]
}

function hourParameters(batch: KeyBatch): unknown[] {
  const rows = batch.flatMap(([keyId, { hours }]) => hours.map((counts) => ({ keyId, ...counts })))
  return [
    rows.map((row) => row.keyId),
    rows.map((row) => row.hour),
    rows.map((row) => row.allowed),
    rows.map((row) => row.unlisted),
    rows.map((row) => row.refused),
  ]
}

/** Of all hours. */
export function sumOf(hours: readonly HourCount[], name: 'allowed' | 'refused'): number {
  return hours.reduce((sum, counts) => sum + counts[name], 0)
}
