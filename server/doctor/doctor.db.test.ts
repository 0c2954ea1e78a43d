import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { Check } from '#lib/doctor/check'
import { projectRoot } from '#server/project-root'
import { type TestDatabase, testDatabase } from '#test/database'
import { testFolder } from '#test/postgres'
import { localChecks } from '../../cli/doctor/local-checks.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const GATELIST_SECRET = randomBytes(24).toString('hex')

/** What the command line client finds on this machine, by the doctor that was built. */
function look(env: Record<string, string>): Promise<readonly Check[]> {
  const { signal } = new AbortController()
  // What it asks the terminal and the network for plays no part in it.
  const io = { env: { PATH: process.env.PATH, ...env }, cwd: projectRoot, projectRoot, signal }
  return localChecks(io as unknown as Parameters<typeof localChecks>[0])
}

const areasOf = (checks: readonly Check[]) => [...new Set(checks.map(({ area }) => area))].sort()

it('looks at configuration, database, migrations, clock, DNS and disk', async () => {
  const checks = await look({ DATABASE_URL: database.url, GATELIST_SECRET })
  expect(areasOf(checks)).toEqual(['clock', 'configuration', 'database', 'disk', 'dns', 'migrations'])
  expect(checks.filter(({ area, level }) => area === 'migrations' && level !== 'ok')).toEqual([])
})

it('finds the database by the file that compose starts the server with', async () => {
  const DATA_DIR = testFolder('compose')
  onTestFinished(() => rmSync(DATA_DIR, { recursive: true, force: true }))
  writeFileSync(join(DATA_DIR, 'database.env'), `DATABASE_URL=${database.url}\n`)
  writeFileSync(join(DATA_DIR, 'secret'), GATELIST_SECRET)
  const checks = await look({ DATA_DIR })
  expect(areasOf(checks)).toContain('migrations')
  expect(JSON.stringify(checks)).not.toContain(GATELIST_SECRET)
})

it('tells what is wrong with the configuration, and looks no further', async () => {
  const checks = await look({ DATABASE_URL: 'mysql://db', PORT: 'none' })
  expect(areasOf(checks)).toEqual(['configuration', 'database'])
  expect(checks.flatMap(({ level, text }) => (level === 'problem' ? [text] : [])).sort()).toEqual([
    expect.stringContaining('DATABASE_URL'),
    expect.stringContaining('PORT'),
  ])
})
