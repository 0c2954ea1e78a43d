import { CALLERS_LOOKED_AT, isOfInterest } from '#lib/alerts/key-calls'
import { watchTraffic } from '#lib/alerts/watch-traffic'
import { isWithoutAnswer } from '#lib/db/unavailable'
import { log } from '#lib/log'
import type { KeyTraffic } from './fold.ts'
import { softly } from './softly.ts'
import { batchesOf, type KeyBatch, type StoredCaller, storeTraffic, sumOf } from './store.ts'
import { storeMatches } from './store-matches.ts'

/**
 * Writes what was counted: first who called, which changes of lists are judged by, then which entries let them through; at last
 * alerts are raised. Some keys that cannot be written keep no others from it, unless the database does not answer.
 *
 * @returns how many calls could not be written
 */
export async function writeCalls(byKey: ReadonlyMap<string, KeyTraffic>): Promise<number> {
  const { stored, ofInterest, lost } = await storeAll(byKey)
  await softly(async () => {
    for (const batch of stored) await storeMatches(batch)
  }, 'matches of entries were not written')
  await softly(() => watchTraffic(ofInterest), 'traffic was not looked at for alerts')
  return lost
}

type Stored = { readonly stored: readonly KeyBatch[]; readonly ofInterest: readonly StoredCaller[]; lost: number }

async function storeAll(byKey: ReadonlyMap<string, KeyTraffic>): Promise<Stored> {
  const stored: KeyBatch[] = []
  const ofInterest: StoredCaller[] = []
  let lost = 0
  let isAway = false
  for (const batch of batchesOf(byKey)) {
    const callers = isAway
      ? null
      : await storeTraffic(batch).catch((error: unknown) => {
          log.warn({ err: error }, 'traffic counters were not written')
          isAway = isWithoutAnswer(error)
          return null
        })
    if (callers === null) lost += callsIn(batch)
    else {
      stored.push(batch)
      if (ofInterest.length < CALLERS_LOOKED_AT) ofInterest.push(...callers.filter(isOfInterest))
    }
  }
  return { stored, ofInterest, lost }
}

function callsIn(batch: KeyBatch): number {
  return batch.reduce((sum, [, { hours }]) => sum + sumOf(hours, 'allowed') + sumOf(hours, 'refused'), 0)
}
