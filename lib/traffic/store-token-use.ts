import { pool } from '#lib/db'

/** When and from where a management token was last used. `at` is in milliseconds. */
export type TokenUse = { at: number; address: string | null }

const WRITE_TOKEN_USE = `/* traffic */
  UPDATE management_token AS token SET last_used_at = to_timestamp(seen.at / 1000), last_used_address = seen.address
  FROM unnest($1::uuid[], $2::float8[], $3::inet[]) AS seen (token_id, at, address)
  WHERE token.id = seen.token_id AND (token.last_used_at IS NULL OR token.last_used_at < to_timestamp(seen.at / 1000))`

export async function storeTokenUse(tokens: ReadonlyMap<string, TokenUse>): Promise<void> {
  const uses = [...tokens].sort(([a], [b]) => (a < b ? -1 : 1))
  await pool().query(WRITE_TOKEN_USE, [
    uses.map(([tokenId]) => tokenId),
    uses.map(([, use]) => use.at),
    uses.map(([, use]) => use.address),
  ])
}
