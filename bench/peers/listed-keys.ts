import pg from 'pg'
import { secretDigest } from '#lib/keys/secret'
import type { Bench } from '../measure.ts'

/** A key as a peer is given it: its secret, and the networks that it admits, `10.0.1.0/24`. */
export type ListedKey = { secret: string; networks: readonly string[] }

/** The keys that were seeded, with their lists as the database has them. */
export async function listedKeys({ url, seeded }: Pick<Bench, 'url' | 'seeded'>): Promise<ListedKey[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ digest: string; networks: string[] }>(
      `SELECT encode(k.digest, 'hex') AS digest, array_agg(host(e.network) || '/' || masklen(e.network)) AS networks
       FROM api_key k JOIN allowlist_entry e ON e.key_id = k.id GROUP BY k.id`,
    )
    const networksOf = new Map(rows.map(({ digest, networks }) => [digest, networks]))
    const secrets = [...seeded.admitting, ...seeded.refusing]
    return secrets.map((secret) => ({ secret, networks: networksOf.get(secretDigest(secret)) ?? [] }))
  } finally {
    await client.end()
  }
}
