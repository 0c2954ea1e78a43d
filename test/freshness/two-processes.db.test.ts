import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { freshnessOfTwoProcesses } from './two-processes.ts'

const VERIFIES = 100_000
const SAVES = 1_000

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.close()
})

it('two processes decide nothing by a list older than the last save that returned before the request began', async () => {
  const report = await freshnessOfTwoProcesses(database.url, { verifies: VERIFIES, saves: SAVES, keys: 20 })
  const saves = Object.values(report.saves)
  console.info(
    `freshness: ${report.verifies} verifies, ${JSON.stringify(report.saves)}, ${report.seconds.toFixed(0)} s`,
  )
  expect(report.violations.slice(0, 3)).toEqual([])
  expect(report.verifies).toBeGreaterThanOrEqual(VERIFIES)
  expect(saves.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(SAVES)
  expect(Object.keys(report.saves).sort()).toEqual(['another process', 'api', 'cli', 'command', 'sql'])
  expect(report.unanswered).toBeLessThan(VERIFIES / 100)
  // Both answers were really given, in numbers.
  expect(report.allowed).toBeGreaterThan(VERIFIES / 4)
  expect(report.verifies - report.allowed).toBeGreaterThan(VERIFIES / 8)
}, 300_000)
