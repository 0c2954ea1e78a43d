import { SingleBar } from 'cli-progress'
import pg from 'pg'
import { makeKeys, makeWorkspaces, prepareDrawing, type Size } from './batches.ts'

const BATCH = 10_000

/** Fills a migrated database that has no workspaces yet, with a progress bar; tells how many entries were made. */
export async function populate(databaseUrl: string, size: Size): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT EXISTS (SELECT FROM workspace) AS taken')
    if (rows[0]?.taken === true) throw new Error('this database has workspaces already; name an empty one')
    return await fill(client, size)
  } finally {
    await client.end()
  }
}

async function fill(client: pg.Client, size: Size): Promise<number> {
  await client.query('SET synchronous_commit = off')
  await client.query("SET work_mem = '128MB'")
  await prepareDrawing(client)
  await makeWorkspaces(client, size)
  const bar = new SingleBar({
    format: 'keys {bar} {percentage}% | {value} of {total} | {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  })
  bar.start(size.keys, 0)
  let entries = 0
  for (let from = 0; from < size.keys; from += BATCH) {
    const to = Math.min(from + BATCH, size.keys)
    entries += await makeKeys(client, size, [from, to - 1])
    bar.update(to)
  }
  bar.stop()
  await client.query('VACUUM ANALYZE')
  return entries
}
