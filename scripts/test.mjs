// Everything that must hold, from a fresh clone: build, types, lint, unit, database and browser tests. A stage that fails does
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
  skippedInVitest,
  sum,
  tally,
} from './tally.mjs'

const reports = mkdtempSync(join(tmpdir(), 'gatelist-reports-'))

/** Runs a program of Node. `show`: whether its output is seen as it comes; otherwise it is printed when it has ended. */
async function node(args, { env = {}, show = true } = {}) {
  const all = { NEXT_TELEMETRY_DISABLED: '1', TEST_RETRIES: '1', ...env }
  const { code, output } = await run(process.execPath, args, { show, env: all })
  if (!show) console.log(output)
  return code
}

async function check(args) {
  return { counts: ofExitCode(await node(args, { show: false })) }
}

async function vitest(project, { options = [], show = true } = {}) {
  const report = join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...options, ...reporters]
  const code = await node(args, { show })
  return { counts: ofVitest(report, code), failed: failedInVitest(report), skipped: skippedInVitest(report) }
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
  const code = await node(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], { env })
  return { counts: ofPlaywright(report, code), failed: failedInPlaywright(report) }
}

const sources = ['app', 'components', 'lib', 'server', 'cli', 'bench', 'faults', 'fuzz', 'scripts', 'sdk']

/** One line after the other; those of one line side by side. */
const lines = [
  {
    // What is built here is what all others start.
    Build: build,
    'Lint: style': () => check(['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
    'Lint: unused': () => check(['node_modules/knip/bin/knip.js']),
    'Lint: arrows': () =>
      check([
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        ...sources,
      ]),
  },
  // After the build, which writes the types of its pages.
  { 'Type check': () => check(['node_modules/typescript7/bin/tsc', '--noEmit']) },
  { 'Unit tests': () => vitest('unit', { options: ['--maxWorkers=2'] }) },
  {
    'Database tests': () => vitest('database', { options: ['--maxWorkers=2'] }),
    // These wait most of the time, and none asks how soon it is answered.
    'History tests': () => vitest('history', { show: false }),
  },
  { 'Server tests': () => vitest('servers', { options: ['--maxWorkers=2'] }) },
  { 'Timed tests': () => vitest('timed', { options: ['--maxWorkers=2'] }) },
  { 'Browser tests': browser },
]

async function runStage(title, stage) {
  console.log(`\n── ${title}`)
  const start = performance.now()
  const seconds = () => Math.round((performance.now() - start) / 1000)
  try {
    const { counts, failed = [], skipped = [] } = await stage()
    console.log(`── ${title}: ${lastLine(counts)}`)
    return { title, counts, failed, skipped, seconds: seconds() }
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error)
    return { title, counts: tally(0, 1), failed: [], skipped: [], seconds: seconds() }
  }
}

await main(async () => {
  checkNode()
  await installPackages()
  await generateClient()
  const results = []
  for (const line of lines)
    results.push(...(await Promise.all(Object.entries(line).map(([title, stage]) => runStage(title, stage)))))
  rmSync(reports, { recursive: true, force: true })

  console.log('')
  for (const { title, counts, failed, skipped, seconds } of results) {
    console.log(`${title}: ${lastLine(counts)}, ${seconds} s`)
    for (const line of [...failed, ...skipped]) console.log(`  ${line}`)
    if (counts.failed > 0 && failed.length === 0) console.log('  no test failed: see what the stage printed above')
  }
  const total = sum(results.map(({ counts }) => counts))
  console.log(`\n${lastLine(total)}`)
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
})
