import pg from 'pg'
import { makeBulkKeys } from './bulk-keys.ts'
import { clockSizes, makeChanges, planOfQuestion, type QuestionTime, timeQuestion } from './clock-probe.ts'
import { publish, whole } from './publish.ts'
import { withScratchDatabase } from './scratch-database.ts'

const FEW_KEYS = 10_000
const MANY_KEYS = Number(process.env.BENCH_KEYS ?? 1_000_000)
const MANY_CHANGES = Number(process.env.BENCH_CHANGES ?? 1_000_000)
/** So many changes one answer lists; who has missed more forgets everything. */
const MOST_LISTED = 10_000

type Row = QuestionTime & { what: string; rows: number; table: number; index: number }

/** Measures the question of freshness itself as keys and changes grow. */
export async function benchClock(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const connections: pg.Client[] = []
    const connect = async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      connections.push(client)
      return client
    }
    try {
      report(await measure(connect))
    } finally {
      for (const client of connections) await client.end()
    }
  })
}

async function measure(connect: () => Promise<pg.Client>): Promise<{ rows: Row[]; plan: string }> {
  const database = await connect()
  const first = await connect()
  const rows: Row[] = []
  const look = async (what: string, client: pg.Client, back: number) => {
    rows.push({ what, ...(await timeQuestion(client, back)), ...(await clockSizes(database)) })
    console.error(`${what}: ${whole(rows.at(-1)?.p50 ?? 0)} µs`)
  }
  await makeBulkKeys(database, { name: 'few', keys: FEW_KEYS, entries: 0, family: 4 })
  await look(`${whole(FEW_KEYS)} keys, no change yet`, first, 0)
  await makeBulkKeys(database, { name: 'many', keys: MANY_KEYS - FEW_KEYS, entries: 0, family: 4 })
  await look(`${whole(MANY_KEYS)} keys, no change yet`, first, 0)
  await makeChanges(database, MANY_CHANGES)
  const after = `after ${whole(MANY_CHANGES)} changes`
  await look(`${after}, nothing new`, first, 0)
  await look(`${after}, one new`, first, 1)
  await look(`${after}, one new, on a new connection`, await connect(), 1)
  const plan = await planOfQuestion(first)
  await look(`who slept over ${whole(MOST_LISTED)} changes`, await connect(), MOST_LISTED)
  await look('who slept over all of them, and forgets everything', await connect(), MANY_CHANGES)
  await holdOpen(await connect())
  await makeChanges(database, MOST_LISTED)
  await look(`while a transaction stays open over ${whole(MOST_LISTED)} changes, nothing new`, await connect(), 0)
  return { rows, plan }
}

/** Keeps every later version of a row from being cleared away. */
async function holdOpen(client: pg.Client): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await client.query('SELECT FROM change_clock')
}

const mebi = (bytes: number) => (bytes / 1024 / 1024).toFixed(1)

function report({ rows, plan }: { rows: readonly Row[]; plan: string }): void {
  publish('clock', {
    figures: { rows, plan },
    table: [
      ['', 'p50 / p99 µs', 'inside the database, µs', 'changed keys', 'their table / index, MiB'],
      ...rows.map((row) => [
        ...[row.what, `${whole(row.p50)} / ${whole(row.p99)}`, row.inside.toFixed(1), whole(row.rows)],
        `${mebi(row.table)} / ${mebi(row.index)}`,
      ]),
    ],
    caption: `2,000 prepared questions (200 where the answer is long) one after another over one connection, which except where said is the same from the start; keys change at random, each change in a transaction of its own. The plan after ${whole(MANY_CHANGES)} changes, one new:\n\n\`\`\`\n${plan}\n\`\`\`\n\n`,
  })
}
