import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const MOST_MS = 10 * 60_000

// What the server does beside its pages: it holds one of the product's advisory locks meanwhile.
const COUNTING = `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid BETWEEN 7134000 AND 7134099
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS now`

/** Waits until a server counts findings, as it does soon after its start. */
export function untilCounting(databaseUrl: string): Promise<void> {
  return until(databaseUrl, (counting) => counting.at(-1) === true)
}

/** Waits until a server has counted all that it counts, and rests. */
export function untilCounted(databaseUrl: string): Promise<void> {
  return until(databaseUrl, (counting) => counting.length > RESTING && counting.slice(-RESTING).every((now) => !now))
}

/** Seconds without work after which there is none left of a round. */
const RESTING = 10

async function until(databaseUrl: string, holds: (counting: readonly boolean[]) => boolean): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const seen: boolean[] = []
    for (const end = performance.now() + MOST_MS; !holds(seen); ) {
      if (performance.now() > end) throw new Error('the server did not come to rest')
      await sleep(1000)
      const { rows } = await client.query<{ now: boolean }>(COUNTING)
      seen.push(rows[0]?.now === true)
    }
  } finally {
    await client.end()
  }
}
