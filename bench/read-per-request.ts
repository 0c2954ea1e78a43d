import pg from 'pg'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { compileAllowlist, type StoredEntry } from '#lib/verify/compiled-list'
import type { KeyFinder } from '#lib/verify/freshness'
import { type AccessMode, noFacts, ownListOnly } from '#lib/verify/key-record'

const POOL_SIZE = 10

const READ = {
  name: 'read key',
  text: `SELECT id, workspace_id, access_mode::text AS access_mode,
      extract(epoch from paused_at)::float8 * 1000 AS paused_at, extract(epoch from revoked_at)::float8 * 1000 AS revoked_at,
      extract(epoch from api_key.expires_at)::float8 * 1000 AS expires_at,
      extract(epoch from clock_timestamp())::float8 * 1000 AS now,
      (SELECT string_agg(host(network) || '/' || masklen(network), ',') FROM allowlist_entry e
        WHERE e.key_id = api_key.id AND e.enabled AND (e.expires_at IS NULL OR e.expires_at > now())) AS entries
    FROM api_key WHERE digest = $1`,
}

type Row = {
  id: string
  workspace_id: string
  access_mode: AccessMode
  paused_at: number | null
  revoked_at: number | null
  expires_at: number | null
  now: number
  entries: string | null
}

/** The other honest way: the whole key from the database at every request, by a prepared statement. */
export function readPerRequest(connectionString: string): KeyFinder {
  const pool = new pg.Pool({ connectionString, max: POOL_SIZE })
  return {
    // A design that reads anyway needs no checksum before it.
    remembers: () => true,
    async find(digest) {
      const { rows } = await pool.query<Row>({ ...READ, values: [Buffer.from(digest, 'hex')] })
      const row = rows[0]
      if (row === undefined) return { key: null, now: Date.now() }
      const key = {
        keyId: row.id,
        workspaceId: row.workspace_id,
        accessMode: row.access_mode,
        pausedAt: row.paused_at,
        revokedAt: row.revoked_at,
        expiresAt: row.expires_at,
        allowlist: compileAllowlist(entriesOf(row.entries ?? '')),
        ...ownListOnly,
        rateLimit: null,
        facts: noFacts,
      }
      return { key, now: row.now }
    },
  }
}

function entriesOf(text: string): StoredEntry[] {
  return text.split(',').flatMap((written) => {
    const network = parseCanonicalNetwork(written)
    return network === null ? [] : [{ network, expiresAt: null }]
  })
}
