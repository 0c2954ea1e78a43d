import { CALLERS_LOOKED_AT, isOfInterest } from '#lib/alerts/key-calls'
import { watchTraffic } from '#lib/alerts/watch-traffic'
import { isDatabaseUnavailable } from '#lib/db'
import { log } from '#lib/log'
import type { KeyTraffic } from './fold.ts'
import { batchesOf, type KeyBatch, type StoredCaller, storeTraffic, sumOf } from './store.ts'
import { storeMatches } from './store-matches.ts'

type Calls = ReadonlyMap<string, KeyTraffic>

/**
 * Writes what was counted: first who called, which changes of lists are judged by, then which entries let them through; at last
 * alerts are raised. Some keys that cannot be written keep no others from it, unless the database does not answer.
 *
 * @returns how many calls could not be written
 */
export async function writeCalls(byKey: Calls): Promise<number> {
  const { lost, ofInterest } = await storeAll(byKey)
  await softly(() => storeAllMatches(byKey), 'matches of entries were not written')
  await softly(() => watchTraffic(ofInterest), 'traffic was not looked at for alerts')
  return lost
}

async function storeAll(byKey: Calls): Promise<{ lost: number; ofInterest: StoredCaller[] }> {
  const ofInterest: StoredCaller[] = []
  let lost = 0
  let isAway = false
  for (const batch of batchesOf(byKey)) {
    const stored = isAway
      ? null
      : await storeTraffic(batch).catch((error: unknown) => {
          log.warn({ err: error }, 'traffic counters were not written')
          isAway = isDatabaseUnavailable(error)
          return null
        })
    if (stored === null) lost += callsIn(batch)
    else if (ofInterest.length < CALLERS_LOOKED_AT) ofInterest.push(...stored.filter(isOfInterest))
  }
  return { lost, ofInterest }
}

async function storeAllMatches(byKey: Calls): Promise<void> {
  for (const batch of batchesOf(byKey)) await storeMatches(batch)
}

function callsIn(batch: KeyBatch): number {
  return batch.reduce((sum, [, { hours }]) => sum + sumOf(hours, 'allowed') + sumOf(hours, 'refused'), 0)
}

async function softly(work: () => Promise<void>, complaint: string): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn({ err: error }, complaint)
  }
}
