import type pg from 'pg'
import { newSecret } from '#lib/keys/secret'

/**
 * Keys that nobody has the secret of, and the form of their lists. `name` tells them from others in the database. `facts`: what
 * programs keep with a key, an actor, scopes and metadata.
 */
export type BulkKeys = {
  name: string
  keys: number
  entries: number
  family: 4 | 6
  keysPerWorkspace?: number
  facts?: { actorId: string; scopes: readonly string[]; metadata: string }
}

const KEYS_PER_WORKSPACE = 500
/** Of version 7, as keys have them: one a millisecond, which is their order in every index. */
const KEY_ID = `(lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5($1 || n), 1, 3) || '8' || substr(md5($1 || n), 4, 15))::uuid`
const NO_FACTS = { actorId: '', scopes: [], metadata: null }

const ONE_EACH = {
  // Every second network of a size, so that no two of them touch and are kept as one range.
  4: `((11 + n % 200) || '.' || p / 128 || '.' || p % 128 * 2 || '.0/24')::inet`,
  6: `('2600:' || to_hex(n % 65536) || ':' || to_hex(p / 32768) || ':' || to_hex(p % 32768 * 2) || '::/64')::inet`,
} as const

/**
 * Makes many keys by a few statements and without triggers. What those would note is not needed by verification: the change
 * clock has no value for a new key.
 */
export async function makeBulkKeys(client: pg.Client, bulk: BulkKeys): Promise<void> {
  const { name, keys, entries, family, keysPerWorkspace = KEYS_PER_WORKSPACE, facts = NO_FACTS } = bulk
  await client.query('BEGIN')
  await client.query('SET LOCAL session_replication_role = replica')
  await client.query(
    `INSERT INTO workspace (id, name) SELECT md5($1 || n)::uuid, $1 FROM generate_series(0, ($2::bigint - 1) / $3) AS n`,
    [name, keys, keysPerWorkspace],
  )
  await client.query(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode, actor_id, scopes, metadata)
     SELECT ${KEY_ID}, md5($1 || n / $3)::uuid, $1, 'gl_live', 'abcd', sha256(($1 || n)::bytea), 'enforce',
       $4, $5, $6
     FROM generate_series(0, $2::bigint - 1) AS n`,
    [name, keys, keysPerWorkspace, facts.actorId, facts.scopes, facts.metadata],
  )
  await client.query(
    `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
     SELECT gatelist_entry_id(), md5($1 || n / $3)::uuid, ${KEY_ID}, ${ONE_EACH[family]}, p
     FROM generate_series(0, $2::bigint - 1) AS n, generate_series(0, $4::bigint - 1) AS p ORDER BY n, p`,
    [name, keys, keysPerWorkspace, entries],
  )
  await client.query('COMMIT')
}

/** Gives the keys of that name, or so many of them, secrets, which it returns, and one more entry each. */
export async function giveSecrets(client: pg.Client, name: string, network: string, most?: number): Promise<string[]> {
  const some = 'SELECT id FROM api_key WHERE name = $1 LIMIT $2'
  const { rows } = await client.query<{ id: string }>(some, [name, most ?? null])
  const made = rows.map(({ id }) => ({ id, ...newSecret() }))
  const ids = made.map(({ id }) => id)
  await client.query(
    `UPDATE api_key k SET digest = made.digest FROM unnest($1::uuid[], $2::bytea[]) AS made (id, digest) WHERE k.id = made.id`,
    [ids, made.map(({ digest }) => digest)],
  )
  await client.query(
    `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
     SELECT gatelist_entry_id(), workspace_id, id, $2, 100000 FROM api_key WHERE id = ANY($1)`,
    [ids, network],
  )
  return made.map(({ secret }) => secret)
}

const SEARCH_INDEXES = ['allowlist_entry_places']

/** Drops the indexes that make a large insert slow and that verification does not read by. Returns what makes them again. */
export async function dropSearchIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ made: string }>(
    'SELECT pg_get_indexdef(name::regclass) AS made FROM unnest($1::text[]) AS name',
    [SEARCH_INDEXES],
  )
  await client.query(`DROP INDEX ${SEARCH_INDEXES.join(', ')}`)
  return rows.map(({ made }) => made)
}
