import type pg from 'pg'
import { buildApart, runApart } from './apart.ts'
import { type BulkKeys, dropSearchIndexes, makeBulkKeys } from './bulk-keys.ts'
import { onDatabase } from './on-database.ts'
import { percent, publish, whole } from './publish.ts'
import { withScratchDatabase } from './scratch-database.ts'

/** What a process took for so many keys. */
export type HeldKeys = { held: number; bytes: number }

const FACTS = {
  actorId: 'user_2c9f5b7e41',
  scopes: ['invoices:read', 'invoices:write'],
  metadata: JSON.stringify({
    plan: 'team',
    region: 'eu-central',
    contact: 'platform@example.com',
    cost_centre: '4711',
  }),
}

const FORMS: readonly BulkKeys[] = [
  { name: 'IPv4, no entry', keys: 10_000, entries: 0, family: 4 },
  { name: 'IPv4, 1 entry', keys: 10_000, entries: 1, family: 4 },
  { name: 'IPv4, 100 entries', keys: 4000, entries: 100, family: 4 },
  { name: 'IPv4, 10 entries', keys: 40_000, entries: 10, family: 4 },
  { name: 'IPv6, 10 entries', keys: 10_000, entries: 10, family: 6 },
  {
    name: 'IPv4, 10 entries, each in a workspace of its own',
    keys: 40_000,
    entries: 10,
    family: 4,
    keysPerWorkspace: 1,
  },
  {
    name: 'IPv4, 10 entries, with an actor, 2 scopes and metadata',
    keys: 10_000,
    entries: 10,
    family: 4,
    facts: FACTS,
  },
]

const TEN = 'IPv4, 10 entries'
const FEWER_KEYS = 10_000
const GOAL_BYTES = 1024

/** `limit`: in bytes, where a smaller one was set than all the keys take. */
type Row = HeldKeys & { what: string; limit: number | null }

/** Measures what a key takes in memory, and whether the cache keeps to its limit. */
export async function benchMemory(): Promise<void> {
  await buildApart('hold-keys')
  await withScratchDatabase(async (url) => {
    await onDatabase(url, fill)
    const rows: Row[] = []
    for (const { name } of FORMS) rows.push(await hold(url, name, {}))
    const few = await hold(url, TEN, { MOST_KEYS: String(FEWER_KEYS) })
    rows.push({ ...few, what: `${TEN}, of fewer keys` })
    for (const { what, bytes } of rows.slice(2, FORMS.length)) rows.push(await holdAtLimit(url, what, bytes / 3))
    report(rows)
  })
}

async function holdAtLimit(url: string, name: string, bytes: number): Promise<Row> {
  const limit = Math.round(bytes)
  const row = await hold(url, name, { CACHE_BYTES: String(limit) })
  return { ...row, what: `${name}, at a limit`, limit }
}

async function hold(url: string, name: string, env: Record<string, string>): Promise<Row> {
  const { held, bytes } = await runApart<HeldKeys>('hold-keys', { DATABASE_URL: url, NAME: name, ...env })
  console.error(`${name}: ${held} keys, ${whole(bytes / held)} bytes each`)
  return { what: name, held, bytes, limit: null }
}

async function fill(client: pg.Client): Promise<void> {
  await dropSearchIndexes(client)
  await makeBulkKeys(client, { name: 'first', keys: 500, entries: 10, family: 4 })
  for (const form of FORMS) await makeBulkKeys(client, form)
  await client.query('ANALYZE')
}

const mebi = (bytes: number) => (bytes / 1024 / 1024).toFixed(1)

function report(rows: readonly Row[]): void {
  publish('memory', {
    figures: { rows },
    table: [
      ['', 'keys held', 'bytes a key', 'MiB', 'limit, MiB', 'taken of the limit'],
      ...rows.map(({ what, held, bytes, limit }) => [
        ...[what, whole(held), whole(bytes / held), mebi(bytes)],
        ...(limit === null ? ['', ''] : [mebi(limit), percent(bytes / limit)]),
      ]),
    ],
    caption: `Heap and native buffers after garbage collection, of a process that read the keys from the database as verification does; 500 keys a workspace. Goal: ${whole(GOAL_BYTES)} bytes at 10 entries, and no limit exceeded by more than 10%.`,
  })
}
