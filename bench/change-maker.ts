import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { onDatabase } from './on-database.ts'

/** Several, because each waits for its change to be on the disk. */
const CONNECTIONS = 4

/** Changes under way. `stop` ends them and tells how many were made a second. */
export type Changing = { stop(): Promise<number> }

/** Entries that can be changed without any effect on who is let in: those of admitting keys that do not admit. */
export async function spareEntries(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM allowlist_entry WHERE position = 0
       AND key_id IN (SELECT key_id FROM allowlist_entry WHERE network = '127.0.0.1/32') ORDER BY id`,
  )
  return rows.map(({ id }) => id)
}

/** Rows to switch: those of an allowlist, or others that are nobody's. */
export type Rows = { readonly databaseUrl: string; readonly table: string; readonly ids: readonly string[] }

/** Makes a database beside another, on the same server, with as many rows to switch that Gatelist knows nothing of. */
export async function rowsElsewhere(databaseUrl: string, ids: readonly string[]): Promise<Rows> {
  const elsewhere = new URL(databaseUrl)
  elsewhere.pathname = '/elsewhere'
  await onDatabase(databaseUrl, (client) => client.query('CREATE DATABASE elsewhere'))
  await onDatabase(elsewhere.href, async (client) => {
    await client.query('CREATE TABLE switched (id uuid PRIMARY KEY, enabled boolean NOT NULL)')
    await client.query('INSERT INTO switched SELECT unnest($1::uuid[]), true', [ids])
  })
  return { databaseUrl: elsewhere.href, table: 'switched', ids }
}

/** Switches rows on and off, one a statement and all in turn, from connections of its own. */
export function startChanges({ databaseUrl, table, ids }: Rows, perSecond: number): Changing {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS })
  const change = `UPDATE ${table} SET enabled = NOT enabled WHERE id = $1`
  const start = performance.now()
  let made = 0
  let stopped = perSecond === 0
  const work = async (lane: number) => {
    for (let n = lane; !stopped; n += CONNECTIONS) {
      await sleep(Math.max(0, start + (n * 1000) / perSecond - performance.now()))
      await pool.query(change, [ids[n % ids.length]])
      made += 1
    }
  }
  const lanes = Promise.all(Array.from({ length: CONNECTIONS }, (_, lane) => work(lane)))
  lanes.catch(() => undefined)
  return {
    async stop() {
      stopped = true
      const seconds = (performance.now() - start) / 1000
      await lanes
      await pool.end()
      return made / seconds
    },
  }
}
