import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  failedInPlaywright,
  failedInVitest,
  lastLine,
  ofPlaywright,
  ofVitest,
  skippedInVitest,
  sum,
  tally,
} from './tally.mjs'

const folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-tally-`))

function report(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const vitest = (passed: number, failed: number, files: unknown[] = []) =>
  report({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 1, numTodoTests: 1, testResults: files })
const playwright = (stats: object) => report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } })

describe('the count of all tests', () => {
  it.each([
    ['all passed', ofVitest(vitest(5, 0), 0), tally(5, 0, 2)],
    ['some failed', ofVitest(vitest(5, 2), 1), tally(5, 2, 2)],
    [
      'a file could not be loaded',
      ofVitest(vitest(5, 0, [{ status: 'failed', assertionResults: [] }]), 1),
      tally(5, 1, 2),
    ],
    ['the runner failed without a failed test', ofVitest(vitest(5, 0), 1), tally(5, 1, 2)],
    ['nothing ran', ofVitest(vitest(0, 0), 0), tally(0, 1, 2)],
    ['the runner left no report', ofVitest(join(folder, 'none'), 0), tally(0, 1)],
    ['the report was cut off', ofVitest(report('{"numPassed'), 1), tally(0, 1)],
    ['browser tests passed', ofPlaywright(playwright({ expected: 3, skipped: 1 }), 0), tally(3, 0, 1)],
    [
      'browser tests failed or wavered',
      ofPlaywright(playwright({ expected: 3, unexpected: 1, flaky: 1 }), 1),
      tally(4, 1),
    ],
    ['no browser test ran', ofPlaywright(playwright({}), 1), tally(0, 1)],
  ])('is right when %s', (_, counts, expected) => {
    expect(counts).toEqual(expected)
  })

  it('is one line over all runners', () => {
    expect(lastLine(sum([tally(1, 0), tally(20, 2)]))).toBe('21 passed, 2 failed')
    expect(lastLine(sum([tally(1, 0, 3), tally(2, 0, 1)]))).toBe('3 passed, 0 failed, 4 skipped')
  })
})

describe('the failed tests, told once more at the end', () => {
  it('are those of Vitest, with the beginning of their reasons, and files that could not be loaded', () => {
    const files = [
      {
        name: '/here/lib/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'a holds', failureMessages: [] },
          { status: 'passed', fullName: 'a wavers', failureMessages: ['AssertionError: too late'] },
          {
            status: 'failed',
            fullName: 'a breaks',
            failureMessages: ['\u001b[31mAssertionError: 2 is not 1\u001b[39m\n    at x'],
          },
        ],
      },
      { name: '/here/lib/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: '/here/lib/c.test.ts', status: 'passed', message: '', assertionResults: [] },
      {
        name: '/here/lib/d.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [{ status: 'skipped', fullName: 'd never ran', failureMessages: [] }],
      },
    ]
    expect(failedInVitest(vitest(1, 1, files), '/here')).toEqual([
      'lib/a.test.ts › a wavers (passed at a second try): AssertionError: too late',
      'lib/a.test.ts › a breaks: AssertionError: 2 is not 1     at x',
      'lib/b.test.ts: no such module',
      'lib/d.test.ts',
    ])
  })

  it('are those of the browser, however deep they stand, and those that passed at a second try', () => {
    const failing = { status: 'unexpected', results: [{ error: { message: 'not visible' } }] }
    const wavering = { status: 'flaky', results: [{ error: { message: 'too late' } }, {}] }
    const suites = [
      {
        specs: [{ file: 'a.spec.ts', title: 'one', tests: [{ status: 'expected', results: [{}] }] }],
        suites: [
          {
            specs: [
              { file: 'a.spec.ts', title: 'two', tests: [failing] },
              { file: 'a.spec.ts', title: 'three', tests: [wavering] },
            ],
          },
        ],
      },
    ]
    expect(failedInPlaywright(report({ suites }))).toEqual([
      'a.spec.ts › two: not visible',
      'a.spec.ts › three (passed at a second try): too late',
    ])
  })

  it('are none where a report is missing', () => {
    expect(failedInVitest(join(folder, 'none'))).toEqual([])
    expect(failedInPlaywright(join(folder, 'none'))).toEqual([])
  })
})

it('why tests were skipped is told once each', () => {
  const assertionResults = [
    { status: 'skipped', fullName: 'nginx in front of an API (skipped: there is no nginx) keeps its promises' },
    { status: 'pending', fullName: 'nginx in front of an API (skipped: there is no nginx) refuses' },
    { status: 'skipped', fullName: 'a backup (skipped: apt-get install postgresql-client)' },
    { status: 'passed', fullName: 'a word that is said (skipped: not at all)' },
  ]
  expect(skippedInVitest(vitest(1, 0, [{ name: 'a', status: 'passed', assertionResults }]))).toEqual([
    '(skipped: there is no nginx)',
    '(skipped: apt-get install postgresql-client)',
  ])
})
