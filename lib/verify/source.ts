import pg from 'pg'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { type AccessMode, type Allowlist, compileAllowlist, type KeyRecord, type StoredEntry } from './key-record.ts'

/** The answer to "which keys changed after clock value c?". `now` is the database's time in milliseconds. */
export type ClockAnswer = { value: number; horizon: number; now: number; changed: readonly string[] }

/** Keys by digest (hex), as they stood at clock value `value`. */
export type LoadAnswer = { value: number; now: number; keys: ReadonlyMap<string, KeyRecord> }

/** Where keys come from: the two reads of the hot path. */
export type KeySource = {
  changedSince(clock: number): Promise<ClockAnswer>
  load(digests: readonly string[]): Promise<LoadAnswer>
  close(): Promise<void>
}

/** More changes than this in one answer are not listed: everything is forgotten instead. */
export const MAX_CHANGES_LISTED = 10_000

const NOW_MS = '(extract(epoch from clock_timestamp()) * 1000)::float8'
const toMs = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

// A function of the database (see its migration): planned once a connection, though the statement has no name.
const QUESTION = `SELECT value, horizon, now, changed FROM gatelist_changes_since($1, ${MAX_CHANGES_LISTED + 1})`

// One statement is one snapshot: the keys and the clock value belong together.
const LOAD = `
  SELECT c.value::float8 AS value, ${NOW_MS} AS now, k.*
  FROM change_clock c LEFT JOIN LATERAL (
    SELECT encode(digest, 'hex') AS digest, id, workspace_id, access_mode::text AS access_mode,
      ${toMs('paused_at')} AS paused_at, ${toMs('revoked_at')} AS revoked_at, ${toMs('api_key.expires_at')} AS expires_at,
      (SELECT string_agg(host(network) || '/' || masklen(network) || coalesce(' ' || ${toMs('e.expires_at')}, ''), ',')
        FROM allowlist_entry e WHERE e.key_id = api_key.id AND e.enabled) AS entries
    FROM api_key WHERE digest = ANY($1::bytea[])
  ) AS k ON true
  WHERE c.id = 1`

type LoadRow = {
  value: number
  now: number
  digest: string | null
  id: string
  workspace_id: string
  access_mode: AccessMode
  paused_at: number | null
  revoked_at: number | null
  expires_at: number | null
  entries: string | null
}

/**
 * Reads keys through `pg` on a few connections of its own, so that pages waiting for the database cannot hold up
 * verification. Statements are unnamed, because PgBouncer in transaction mode loses named ones.
 */
export function createKeySource(connectionString: string, limitMs: number): KeySource {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    keepAlive: true,
    application_name: 'gatelist verify',
  })
  // A broken idle connection is replaced at the next call; without a listener it would end the process.
  pool.on('error', () => undefined)
  return {
    async changedSince(clock) {
      const { rows } = await pool.query<{ value: number; horizon: number; now: number; changed: string | null }>(
        QUESTION,
        [clock],
      )
      const row = rows[0]
      if (row === undefined) throw new Error('the change clock has no row')
      return { ...row, changed: row.changed === null ? [] : row.changed.split(',') }
    },
    async load(digests) {
      const { rows } = await pool.query<LoadRow>(LOAD, [digests.map((digest) => `\\x${digest}`)])
      const first = rows[0]
      if (first === undefined) throw new Error('the change clock has no row')
      const keys = new Map<string, KeyRecord>()
      for (const row of rows) if (row.digest !== null) keys.set(row.digest, toRecord(row))
      return { value: first.value, now: first.now, keys }
    },
    close: () => pool.end(),
  }
}

function toRecord(row: LoadRow): KeyRecord {
  return {
    keyId: row.id,
    workspaceId: row.workspace_id,
    accessMode: row.access_mode,
    pausedAt: row.paused_at,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
    allowlist: readEntries(row.entries),
  }
}

function readEntries(text: string | null): Allowlist | null {
  if (text === null) return compileAllowlist([])
  const entries: StoredEntry[] = []
  for (const item of text.split(',')) {
    const [written = '', expiry] = item.split(' ')
    const network = parseCanonicalNetwork(written)
    if (network === null) return null
    entries.push({ network, expiresAt: expiry === undefined ? null : Number(expiry) })
  }
  return compileAllowlist(entries)
}
