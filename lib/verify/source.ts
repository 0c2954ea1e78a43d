import pg from 'pg'
import { parseCanonicalNetwork } from '#lib/ip/network'
import {
  type AccessMode,
  type Allowlist,
  type CredentialRecord,
  compileAllowlist,
  type StoredEntry,
  type TokenRecord,
} from './key-record.ts'

/** The answer to "which keys changed after clock value c?". `now` is the database's time in milliseconds. */
export type ClockAnswer = { value: number; horizon: number; now: number; changed: readonly string[] }

/** Keys and management tokens by digest (hex), as they stood at clock value `value`. */
export type LoadAnswer = { value: number; now: number; records: ReadonlyMap<string, CredentialRecord> }

/** Where keys come from: the two reads of the hot path. */
export type KeySource = {
  changedSince(clock: number): Promise<ClockAnswer>
  /** Each looked up by digest (hex), or a key by `idLookup`. */
  load(lookups: readonly string[]): Promise<LoadAnswer>
  close(): Promise<void>
}

const ID_LOOKUP = 'id:'

/** Looks a key up by its id instead of its digest. */
export function idLookup(keyId: string): string {
  return ID_LOOKUP + keyId
}

/** The id that is looked up, or null when it is a digest. */
export function idOfLookup(lookup: string): string | null {
  return lookup.startsWith(ID_LOOKUP) ? lookup.slice(ID_LOOKUP.length) : null
}

/** More changes than this in one answer are not listed: everything is forgotten instead. */
export const MAX_CHANGES_LISTED = 10_000

const NOW_MS = '(extract(epoch from clock_timestamp()) * 1000)::float8'
const toMs = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

// A function of the database (see its migration): planned once a connection, though the statement has no name.
const QUESTION = `SELECT value, horizon, now, changed FROM gatelist_changes_since($1, ${MAX_CHANGES_LISTED + 1})`

// One statement is one snapshot: the keys and the clock value belong together.
const load = (keysOf: string) => `
  SELECT c.value::float8 AS value, ${NOW_MS} AS now, r.*
  FROM change_clock c LEFT JOIN LATERAL (
    SELECT encode(digest, 'hex') AS digest, id, workspace_id, access_mode::text AS access_mode,
      ${toMs('paused_at')} AS paused_at, ${toMs('revoked_at')} AS revoked_at, ${toMs('api_key.expires_at')} AS expires_at,
      (SELECT string_agg(host(network) || '/' || masklen(network) || coalesce(' ' || ${toMs('e.expires_at')}, ''), ',')
        FROM allowlist_entry e WHERE e.key_id = api_key.id AND e.enabled) AS entries,
      actor_id, scopes, metadata::text AS metadata, visibility::text AS visibility, rate_quota::float8 AS rate_quota,
      rate_window_seconds, NULL AS name, NULL AS role
    FROM api_key WHERE ${keysOf}
    UNION ALL
    SELECT encode(digest, 'hex'), id, workspace_id, access_mode::text, NULL, ${toMs('revoked_at')}, ${toMs('expires_at')},
      nullif(array_to_string(networks, ','), ''), NULL, NULL, NULL, NULL, NULL, NULL, name, role::text
    FROM management_token WHERE digest = ANY($1::bytea[])
  ) AS r ON true
  WHERE c.id = 1`
const LOAD_BY_DIGEST = load('digest = ANY($1::bytea[])')
const LOAD_BY_ID_TOO = load('digest = ANY($1::bytea[]) OR id = ANY($2::uuid[])')

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
  actor_id: string
  scopes: string[]
  metadata: string | null
  visibility: 'secret' | 'public'
  rate_quota: number | null
  rate_window_seconds: number | null
  name: string | null
  /** Null for a key. */
  role: TokenRecord['role'] | null
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
    async load(lookups) {
      const { rows } = await readRows(pool, lookups)
      const first = rows[0]
      if (first === undefined) throw new Error('the change clock has no row')
      const records = new Map<string, CredentialRecord>()
      for (const row of rows) if (row.digest !== null) records.set(row.digest, toRecord(row))
      return { value: first.value, now: first.now, records }
    },
    close: () => pool.end(),
  }
}

function readRows(pool: pg.Pool, lookups: readonly string[]): Promise<{ rows: LoadRow[] }> {
  const digests: string[] = []
  const ids: string[] = []
  for (const lookup of lookups) {
    const id = idOfLookup(lookup)
    if (id === null) digests.push(`\\x${lookup}`)
    else ids.push(id)
  }
  return ids.length === 0
    ? pool.query<LoadRow>(LOAD_BY_DIGEST, [digests])
    : pool.query<LoadRow>(LOAD_BY_ID_TOO, [digests, ids])
}

function toRecord(row: LoadRow): CredentialRecord {
  const shared = {
    workspaceId: row.workspace_id,
    accessMode: row.access_mode,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
    allowlist: readEntries(row.entries),
  }
  if (row.role !== null) return { tokenId: row.id, name: row.name ?? '', role: row.role, ...shared }
  const { rate_quota: quota, rate_window_seconds: windowSeconds } = row
  return {
    keyId: row.id,
    ...shared,
    pausedAt: row.paused_at,
    rateLimit: quota === null || windowSeconds === null ? null : { quota, windowSeconds },
    facts: { actorId: row.actor_id, scopes: row.scopes, metadata: row.metadata, visibility: row.visibility },
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
