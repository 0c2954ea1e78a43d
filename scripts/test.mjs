// Everything that must hold, from a fresh clone: types, lint, unit, database and browser tests. A stage that fails does
// not stop the next one. The last line is the sum, and the exit code agrees with it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCli, buildPages, buildServer, checkNode, generateClient, installPackages } from './bootstrap.mjs'
import { findChromium, howToInstall } from './find-chromium.mjs'
import { main, Problem, run } from './steps.mjs'
import {
  failedInPlaywright,
  failedInVitest,
  lastLine,
  ofExitCode,
  ofPlaywright,
  ofVitest,
  sum,
  tally,
} from './tally.mjs'

const reports = mkdtempSync(join(tmpdir(), 'gatelist-reports-'))

const node = (args, env = {}) =>
  run(process.execPath, args, { show: true, env: { NEXT_TELEMETRY_DISABLED: '1', TEST_RETRIES: '1', ...env } })

async function check(args) {
  return { counts: ofExitCode((await node(args)).code) }
}

async function vitest(project, options = []) {
  const report = join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await node(['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...options, ...reporters])
  return { counts: ofVitest(report, code), failed: failedInVitest(report) }
}

async function build() {
  await buildServer()
  await buildCli()
  await buildPages()
  return { counts: tally(1, 0) }
}

async function browser() {
  const chromium = await findChromium()
  if (chromium === null) throw new Problem(howToInstall)
  const report = join(reports, 'browser.json')
  const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const { code } = await node(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], env)
  return { counts: ofPlaywright(report, code), failed: failedInPlaywright(report) }
}

const sources = ['app', 'components', 'lib', 'server', 'cli', 'bench', 'faults', 'fuzz', 'scripts', 'sdk']

const stages = {
  'Type check': () => check(['node_modules/typescript7/bin/tsc', '--noEmit']),
  'Lint: style': () => check(['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
  'Lint: unused': () => check(['node_modules/knip/bin/knip.js']),
  'Lint: arrows': () =>
    check([
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...sources,
    ]),
  'Unit tests': () => vitest('unit'),
  'Database tests': () => vitest('database', ['--maxWorkers=2']),
  'Timed tests': () => vitest('timed'),
  'History tests': () => vitest('history'),
  Build: build,
  'Browser tests': browser,
}

async function runStage(title, stage) {
  console.log(`\n── ${title}`)
  const start = performance.now()
  const ended = (counts, failed) => ({ title, counts, failed, seconds: Math.round((performance.now() - start) / 1000) })
  try {
    const { counts, failed = [] } = await stage()
    console.log(`── ${title}: ${lastLine(counts)}`)
    return ended(counts, failed)
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error)
    return ended(tally(0, 1), [])
  }
}

await main(async () => {
  checkNode()
  await installPackages()
  await generateClient()
  const results = []
  for (const [title, stage] of Object.entries(stages)) results.push(await runStage(title, stage))
  rmSync(reports, { recursive: true, force: true })

  console.log('')
  for (const { title, counts, failed, seconds } of results) {
    console.log(`${title}: ${lastLine(counts)}, ${seconds} s`)
    for (const line of failed) console.log(`  ${line}`)
    if (counts.failed > 0 && failed.length === 0) console.log('  no test failed: see what the stage printed above')
  }
  const total = sum(results.map(({ counts }) => counts))
  console.log(`\n${lastLine(total)}`)
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
})
