import { withGate } from './gate-run.ts'
import { ROUNDS, ratioOf, SECONDS } from './interleave.ts'
import type { LoadResult } from './load.ts'
import { buildServers } from './measure.ts'
import { onDatabase } from './on-database.ts'
import { percent, publish, whole } from './publish.ts'
import { median } from './report.ts'
import { withScratchDatabase } from './scratch-database.ts'
import { seedKeys } from './seed.ts'

type Runs = { cold: LoadResult[]; warm: LoadResult[] }

/** Measures a process that has just started and knows no key: each is called once, and read from the database for that. */
export async function benchCold(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const { admitting } = await onDatabase(url, seedKeys)
    await buildServers(['gate'])
    const runs: Runs = { cold: [], warm: [] }
    for (let round = 1; round <= ROUNDS; round += 1) {
      await withGate(url, async (call) => {
        runs.cold.push(await call(admitting, { cold: true }))
        runs.warm.push(await call(admitting, { everyCallFirst: false }))
      })
      console.error(
        `round ${round}: ${whole(runs.cold.at(-1)?.rate ?? 0)} cold, ${whole(runs.warm.at(-1)?.rate ?? 0)} warm`,
      )
    }
    report(runs)
  })
}

function report({ cold, warm }: Runs): void {
  const rates = (results: readonly LoadResult[]) => results.map(({ rate }) => rate)
  const row = (what: string, results: readonly LoadResult[]) => [
    ...[what, whole(median(rates(results))), percent(ratioOf(rates(results), rates(warm)).median)],
    ...[median(results.map(({ p50 }) => p50)).toFixed(2), median(results.map(({ p99 }) => p99)).toFixed(2)],
    String(results.reduce((sum, { failed }) => sum + failed, 0)),
  ]
  publish('cold', {
    figures: { rounds: ROUNDS, seconds: SECONDS, cold, warm },
    table: [
      ['', 'keys/s', 'of warm', 'p50 ms', 'p99 ms', '503'],
      row('cold: 10,000 keys, each for the first time', cold),
      row('warm: the same keys, again and again', warm),
    ],
    caption: `Medians of ${ROUNDS} rounds; the gate, allowed, at 50 connections; keys of 10 entries; warm for ${SECONDS} s. The process of the cold row has only just started, so that its code is not compiled yet either.`,
  })
}
