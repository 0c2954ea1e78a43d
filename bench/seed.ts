import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { newSecret } from '#lib/keys/secret'

/** Secrets of keys, and management tokens of their workspace: one that may verify, and one that may change keys. */
export type Seeded = { admitting: string[]; refusing: string[]; managementToken: string; writingToken: string }

const KEYS = 20_000
const ENTRIES = 10

/** Makes 20,000 keys of 10 entries: 10,000 admit 127.0.0.1, 10,000 do not. Returns their secrets. */
export async function seedKeys(database: pg.Client): Promise<Seeded> {
  const workspaceId = randomUUID()
  await database.query('INSERT INTO workspace (id, name) VALUES ($1, $2)', [workspaceId, 'Measured'])
  const keys = Array.from({ length: KEYS }, (_, index) => ({
    id: randomUUID(),
    admits: index % 2 === 0,
    ...newSecret(),
  }))
  await database.query(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
     SELECT id, $1, 'measured', prefix, four, digest, 'enforce'
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[]) AS made (id, prefix, four, digest)`,
    [
      workspaceId,
      keys.map((key) => key.id),
      keys.map((key) => key.displayPrefix),
      keys.map((key) => key.lastFour),
      keys.map((key) => key.digest),
    ],
  )
  const entries = keys.flatMap((key, index) =>
    Array.from({ length: ENTRIES }, (_, position) => ({
      keyId: key.id,
      position,
      network: position === ENTRIES / 2 && key.admits ? '127.0.0.1/32' : networkOf(index, position),
    })),
  )
  await database.query(
    `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
     SELECT gen_random_uuid(), $1, key_id, network, position
     FROM unnest($2::uuid[], $3::inet[], $4::int[]) AS made (key_id, network, position)`,
    [
      workspaceId,
      entries.map((entry) => entry.keyId),
      entries.map((entry) => entry.network),
      entries.map((entry) => entry.position),
    ],
  )
  await database.query('ANALYZE')
  const secretsOf = (admits: boolean) => keys.filter((key) => key.admits === admits).map((key) => key.secret)
  const managementToken = await seedToken(database, workspaceId, 'verify')
  const writingToken = await seedToken(database, workspaceId, 'write')
  return { admitting: secretsOf(true), refusing: secretsOf(false), managementToken, writingToken }
}

async function seedToken(database: pg.Client, workspaceId: string, role: 'verify' | 'write'): Promise<string> {
  const { secret, displayPrefix, lastFour, digest } = newSecret('gl_mgmt')
  await database.query(
    `INSERT INTO management_token (id, workspace_id, name, role, display_prefix, last_four, digest, access_mode)
     VALUES ($1, $2, 'measuring', $6, $3, $4, $5, 'open')`,
    [randomUUID(), workspaceId, displayPrefix, lastFour, digest, role],
  )
  return secret
}

/** Networks of several sizes, none of which holds a loopback address. */
function networkOf(key: number, position: number): string {
  const third = key % 256
  return position % 2 === 0 ? `10.${position}.${third}.0/24` : `198.18.${third}.${position}/32`
}
