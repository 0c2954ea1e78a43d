import type pg from 'pg'

// Who called last is no change of anything, and is written later; nor is how often somebody tried something.
const columns: Readonly<Record<string, string>> = {
  management_token: `to_jsonb(t) - 'last_used_at' - 'last_used_address'`,
  rate_window: `CASE WHEN t.key LIKE 'key:%' THEN t END`,
}

const tables = [
  'workspace',
  'api_key',
  'allowlist_entry',
  'management_token',
  'idempotent_answer',
  'audit_event',
  'change_clock',
  'change_pending',
  'key_change',
  'rate_window',
] as const

const ALL = tables
  .map((table) => {
    const row = columns[table] ?? 't'
    return `(SELECT md5(coalesce(string_agg((${row})::text, '|' ORDER BY (${row})::text), '')) FROM ${table} t) AS ${table}`
  })
  .join(', ')

/** One digest for each table that a write could touch: two states are the same when these are. */
export async function stateOf(sql: pg.Client): Promise<Record<string, string>> {
  const { rows } = await sql.query<Record<string, string>>(`SELECT ${ALL}`)
  return rows[0] ?? {}
}
