import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

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

/** Switches entries on and off, one a statement and all in turn, from connections of its own. */
export function startChanges(databaseUrl: string, entries: readonly string[], perSecond: number): Changing {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS })
  const start = performance.now()
  let made = 0
  let stopped = perSecond === 0
  const change = async (lane: number) => {
    for (let n = lane; !stopped; n += CONNECTIONS) {
      await sleep(Math.max(0, start + (n * 1000) / perSecond - performance.now()))
      await pool.query('UPDATE allowlist_entry SET enabled = NOT enabled WHERE id = $1', [entries[n % entries.length]])
      made += 1
    }
  }
  const lanes = Promise.all(Array.from({ length: CONNECTIONS }, (_, lane) => change(lane)))
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
