import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import type { FaultMaker } from './fault.ts'
import { paused } from './faults/paused.ts'
import { together } from './faults/together.ts'
import { wrongClock } from './faults/wrong-clock.ts'
import { shortfalls } from './report.ts'
import { freshnessOfTwoProcesses } from './two-processes.ts'

const VERIFIES = 100_000
const SAVES = 1_000

const REVOCATIONS = 100
const DAY_MS = 86_400_000

/** Of a key's list, its bypass, its pause and its ends, of a named list, of a ceiling and of a policy: each was made. */
const EDITS = [
  ...['another process', 'api', 'cli', 'command', 'sql'],
  ...['bypass ended', 'bypass ended by sql', 'bypass ended by api'],
  ...['bypass opened', 'bypass opened by sql', 'bypass opened by api'],
  ...['paused', 'paused by sql', 'resumed', 'resumed by sql'],
  ...['held by staff', 'held by the staff api', 'hold lifted by staff', 'hold lifted by the staff api'],
  ...['expires in an hour', 'expired an hour ago', 'expires no more', 'expires by itself', 'lives for another hour'],
  ...[
    'entry ends in an hour',
    'entry ended an hour ago',
    'entry ends no more',
    'entry ends by itself',
    'entry lives again',
  ],
  ...['bypass for an hour', 'bypass ends by itself'],
  ...['list by api', 'list by command', 'list by sql'],
  ...['ceiling by api', 'ceiling by command', 'ceiling by sql', 'ceiling off', 'ceiling enforced'],
  ...['ceiling reports by sql', 'ceiling enforced by sql', 'ceiling deleted', 'ceiling made'],
  ...['policy by sql', 'policy ends by sql', 'policy by command', 'policy for all by sql', 'policy removed by command'],
].sort()

const REVOKERS = [
  'another process',
  'api',
  'cli',
  'command',
  'deleted by sql',
  'its holder',
  'sql',
  'staff',
  'staff api',
]

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.close()
})

/** One of them lives a day ahead, and stands still for two seconds and then for a moment. */
const fault: FaultMaker = async (databaseUrl) => {
  const made = await together(paused({ longMs: 2000, short: 1 }), wrongClock(DAY_MS))(databaseUrl)
  // So short that saves can wait for it.
  return { ...made, savesThrough: [0, 1] }
}

it('two processes decide nothing by what was so before the last save that returned before the request began', async () => {
  const asked = { verifies: VERIFIES, saves: SAVES, revocations: REVOCATIONS }
  const report = await freshnessOfTwoProcesses(database.url, { ...asked, subjects: 21 }, fault)
  const { violations, saves, revocations, verifies, seconds } = report
  console.info(`freshness: ${verifies} verifies, ${JSON.stringify({ saves, revocations })}, ${seconds.toFixed(0)} s`)
  expect(violations.slice(0, 3)).toEqual([])
  expect(shortfalls(report, asked)).toEqual([])
  expect(Object.keys(saves).sort()).toEqual(EDITS)
  expect(Object.keys(revocations).sort()).toEqual(REVOKERS)
  expect(report.unanswered).toBeLessThan(VERIFIES / 100)
}, 300_000)
