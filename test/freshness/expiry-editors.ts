import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Editor } from './editor.ts'

type Ending = { readonly table: string; readonly of: string; readonly column: string }

const keyEnd: Ending = { table: 'api_key', of: 'id', column: 'expires_at' }
const entryEnd: Ending = { table: 'allowlist_entry', of: 'key_id', column: 'expires_at' }
const bypassEnd: Ending = { table: 'api_key', of: 'id', column: 'bypass_until' }

const inAnHour = "now() + interval '1 hour'"
const anHourAgo = "now() - interval '1 hour'"
const soon = "clock_timestamp() + interval '50 milliseconds'"

/**
 * Times that pass by themselves, and times far enough from now, on both sides, that a process with a clock of another day would judge
 * otherwise. They are set by plain SQL: every other door checks that they are to come.
 */
export function expiryEditors(pool: pg.Pool): Editor[] {
  const set = (name: string, leaves: Editor['leaves'], statement: string): Editor => ({
    ...{ name, leaves },
    save: async (keyId) => void (await pool.query(statement, [keyId])),
  })
  const passes = (name: string, leaves: Editor['leaves'], ending: Ending): Editor => ({
    ...{ name, leaves },
    save: (keyId) => letPass(pool, ending, keyId),
  })
  return [
    set('expires in an hour', 'as before', sql(keyEnd, inAnHour)),
    set('expired an hour ago', 'nobody', sql(keyEnd, anHourAgo)),
    set('expires no more', 'as before', sql(keyEnd, 'NULL')),
    passes('expires by itself', 'nobody', keyEnd),
    set('lives for another hour', 'as before', sql(keyEnd, inAnHour)),
    set('entry ends in an hour', 'as before', sql(entryEnd, inAnHour)),
    set('entry ended an hour ago', 'nobody', sql(entryEnd, anHourAgo)),
    set('entry ends no more', 'as before', sql(entryEnd, 'NULL')),
    passes('entry ends by itself', 'nobody', entryEnd),
    set('entry lives again', 'as before', sql(entryEnd, 'NULL')),
    set('bypass for an hour', 'anyone', OPEN_BYPASS),
    passes('bypass ends by itself', 'as before', bypassEnd),
  ]
}

const OPEN_BYPASS = `UPDATE api_key SET bypass_from = now(), bypass_until = ${inAnHour}, bypass_reason = 'r', bypass_by = 'b'
  WHERE id = $1`

function sql({ table, of, column }: Ending, value: string): string {
  return `UPDATE ${table} SET ${column} = ${value} WHERE ${of} = $1`
}

/** Ends it in a moment, and returns when the database's clock says that it is over. */
async function letPass(pool: pg.Pool, ending: Ending, keyId: string): Promise<void> {
  const { rows } = await pool.query<{ end: Date }>(`${sql(ending, soon)} RETURNING ${ending.column} AS end`, [keyId])
  for (;;) {
    const { rows: told } = await pool.query<{ over: boolean }>('SELECT clock_timestamp() >= $1::timestamptz AS over', [
      rows[0]?.end,
    ])
    if (told[0]?.over === true) return
    await sleep(5)
  }
}
