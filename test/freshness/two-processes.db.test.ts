import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { freshnessOfTwoProcesses } from './two-processes.ts'

const VERIFIES = 100_000
const SAVES = 1_000

/** Of a key's list, of a bypass, of a named list, of a ceiling and of a policy: each was made. */
const EDITS = [
  ...['another process', 'api', 'cli', 'command', 'sql'],
  ...['bypass ended', 'bypass ended by sql', 'bypass opened', 'bypass opened by sql'],
  ...['list by api', 'list by command', 'list by sql'],
  ...['ceiling by api', 'ceiling by command', 'ceiling by sql', 'ceiling off', 'ceiling enforced'],
  ...['ceiling reports by sql', 'ceiling enforced by sql', 'ceiling deleted', 'ceiling made'],
  ...['policy by sql', 'policy ends by sql', 'policy by command', 'policy for all by sql', 'policy removed by command'],
].sort()

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.close()
})

it('two processes decide nothing by a list, a ceiling, a bypass or a policy older than the last save that returned before the request began', async () => {
  const report = await freshnessOfTwoProcesses(database.url, { verifies: VERIFIES, saves: SAVES, subjects: 21 })
  const saves = Object.values(report.saves)
  console.info(
    `freshness: ${report.verifies} verifies, ${JSON.stringify(report.saves)}, ${report.seconds.toFixed(0)} s`,
  )
  expect(report.violations.slice(0, 3)).toEqual([])
  expect(report.verifies).toBeGreaterThanOrEqual(VERIFIES)
  expect(saves.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(SAVES)
  expect(Object.keys(report.saves).sort()).toEqual(EDITS)
  expect(report.unanswered).toBeLessThan(VERIFIES / 100)
  // Both answers were really given, in numbers.
  expect(report.allowed).toBeGreaterThan(VERIFIES / 4)
  expect(report.verifies - report.allowed).toBeGreaterThan(VERIFIES / 8)
}, 300_000)
