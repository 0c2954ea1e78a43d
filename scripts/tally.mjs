import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** What a runner did: whole tests. A runner that crashed, or ran nothing, did not pass. */
export const tally = (passed = 0, failed = 0, skipped = 0) => ({ passed, failed, skipped })

export const sum = (all) =>
  all.reduce((a, b) => tally(a.passed + b.passed, a.failed + b.failed, a.skipped + b.skipped), tally())

/** A check that is one test: it exits with 0 or it fails. */
export const ofExitCode = (code) => (code === 0 ? tally(1, 0) : tally(0, 1))

/** Vitest's JSON report. A file that could not even be loaded counts as one failed test. */
export function ofVitest(report, code) {
  const result = readJson(report)
  if (result === null) return tally(0, 1)
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const skipped = result.numPendingTests + result.numTodoTests
  return suspicious(tally(result.numPassedTests, result.numFailedTests + unloaded.length, skipped), code)
}

/**
 * Playwright's JSON report. What passed at a second try counts as passed, and is told as flaky by the runner.
 */
export function ofPlaywright(report, code) {
  const result = readJson(report)
  if (result === null) return tally(0, 1)
  const { expected, unexpected, flaky, skipped } = result.stats
  return suspicious(tally(expected + flaky, unexpected, skipped), code)
}

/**
 * The failed tests of Vitest's JSON report and those that passed only at a second try, a line each: file, name, and how the reason
 * begins. They are told once more below the last stage, because who reads only the end of a long log must see them.
 */
export function failedInVitest(report, folder = process.cwd()) {
  const files = readJson(report)?.testResults ?? []
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name)
    const told = assertionResults.filter((test) => test.status === 'failed' || isSecondTry(test))
    // A file that cannot be loaded, or whose preparation failed, has no failed test: none of it ran.
    const isUnrun = status === 'failed' && told.every(isSecondTry)
    return [
      ...(isUnrun ? [failedLine(file, message)] : []),
      ...told.map((test) =>
        failedLine(`${file} › ${test.fullName}${isSecondTry(test) ? SECOND_TRY : ''}`, test.failureMessages?.[0]),
      ),
    ]
  })
}

const isSecondTry = ({ status, failureMessages }) => status === 'passed' && failureMessages?.length > 0

const SECOND_TRY = ' (passed at a second try)'

/** The same of Playwright's JSON report, with those that passed only at a second try. */
export function failedInPlaywright(report) {
  const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
  return (readJson(report)?.suites ?? []).flatMap(specsOf).flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const reason = results.find(({ error }) => error !== undefined)?.error.message
        return failedLine(`${file} › ${title}${status === 'flaky' ? SECOND_TRY : ''}`, reason)
      }),
  )
}

/** Why tests of Vitest's JSON report were skipped, as their names say it, each once. */
export function skippedInVitest(report) {
  const tests = (readJson(report)?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults)
  const skipped = tests.filter(({ status }) => status === 'skipped' || status === 'pending')
  return [...new Set(skipped.flatMap(({ fullName }) => fullName.match(/\(skipped[^)]*\)/g) ?? []))]
}

const LONGEST_REASON = 300

function failedLine(test, reason = '') {
  const begin = stripVTControlCharacters(reason).split('\n').slice(0, 3).join(' ').trim().slice(0, LONGEST_REASON)
  return begin === '' ? test : `${test}: ${begin}`
}

/** A runner that says "failed" must count at least one failure, and one that ran nothing proves nothing. */
function suspicious(counts, code) {
  const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0)
  return silent ? tally(counts.passed, 1, counts.skipped) : counts
}

function readJson(path) {
  if (!existsSync(path)) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
