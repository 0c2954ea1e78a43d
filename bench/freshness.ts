import { mkdirSync, writeFileSync } from 'node:fs'
import { closeDatabase } from '#lib/db'
import { freshnessOfTwoProcesses } from '#test/freshness/two-processes'
import { machine } from './report.ts'
import { withScratchDatabase } from './scratch-database.ts'

const SIZE = {
  verifies: Number(process.env.BENCH_VERIFIES ?? 1_000_000),
  saves: Number(process.env.BENCH_SAVES ?? 10_000),
  subjects: 50,
}

/** The long run of the freshness test. Fails when one decision was made by an old list. */
export async function benchFreshness(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const { violations, ...counts } = await freshnessOfTwoProcesses(url, SIZE)
    await closeDatabase()
    const record = { taken: new Date().toISOString(), machine: machine(), ...counts, violations: violations.length }
    mkdirSync('bench/results', { recursive: true })
    writeFileSync('bench/results/freshness.json', `${JSON.stringify(record, null, 2)}\n`)
    console.log(JSON.stringify(record, null, 2))
    if (violations.length > 0) throw new Error(`${violations.length} decisions by an old list`)
  })
}
