import { pool } from '#lib/db'
import type { KeyTraffic } from './fold.ts'

/** Refused addresses kept for a key: the latest ones. */
const KEPT_REFUSALS = 200

// Keys may have been deleted since they were called: the joins drop their counters.
const WRITE_USAGE = `
  INSERT INTO key_usage (key_id, last_used_at, last_used_address, allowed_count, refused_count)
  SELECT api_key.id, to_timestamp(seen.last_used_at / 1000), seen.last_used_address, seen.allowed, seen.refused
  FROM unnest($1::uuid[], $2::float8[], $3::inet[], $4::bigint[], $5::bigint[])
    AS seen (key_id, last_used_at, last_used_address, allowed, refused) JOIN api_key ON api_key.id = seen.key_id
  ORDER BY api_key.id
  ON CONFLICT (key_id) DO UPDATE SET
    last_used_address = CASE WHEN excluded.last_used_at >= coalesce(key_usage.last_used_at, '-infinity')
      THEN excluded.last_used_address ELSE key_usage.last_used_address END,
    last_used_at = greatest(key_usage.last_used_at, excluded.last_used_at),
    allowed_count = key_usage.allowed_count + excluded.allowed_count,
    refused_count = key_usage.refused_count + excluded.refused_count`

const WRITE_REFUSALS = `
  INSERT INTO key_refusal (workspace_id, key_id, address, reason, count, first_at, last_at)
  SELECT api_key.workspace_id, api_key.id, seen.address, seen.reason, seen.count,
    to_timestamp(seen.first_at / 1000), to_timestamp(seen.last_at / 1000)
  FROM unnest($1::uuid[], $2::inet[], $3::text[], $4::bigint[], $5::float8[], $6::float8[])
    AS seen (key_id, address, reason, count, first_at, last_at) JOIN api_key ON api_key.id = seen.key_id
  ORDER BY api_key.id, seen.reason, seen.address
  ON CONFLICT (key_id, reason, address) DO UPDATE SET
    count = key_refusal.count + excluded.count,
    first_at = least(key_refusal.first_at, excluded.first_at),
    last_at = greatest(key_refusal.last_at, excluded.last_at)
  RETURNING key_id, xmax = 0 AS is_new`

const TRIM_REFUSALS = `
  DELETE FROM key_refusal WHERE id IN (
    SELECT id FROM (
      SELECT id, row_number() OVER (PARTITION BY key_id ORDER BY last_at DESC, id DESC) AS place
      FROM key_refusal WHERE key_id = ANY($1::uuid[])) AS ranked
    WHERE place > ${KEPT_REFUSALS})`

/** Adds a batch of counters to the tables. The order of rows is fixed, so that two processes cannot deadlock. */
export async function storeTraffic(byKey: ReadonlyMap<string, KeyTraffic>): Promise<void> {
  const keys = [...byKey]
  await pool().query(WRITE_USAGE, [
    keys.map(([keyId]) => keyId),
    keys.map(([, traffic]) => traffic.lastUsedAt),
    keys.map(([, traffic]) => traffic.lastUsedAddress),
    keys.map(([, traffic]) => traffic.allowed),
    keys.map(([, traffic]) => traffic.refused),
  ])
  const refusals = keys.flatMap(([keyId, traffic]) =>
    [...traffic.refusals.values()].map((seen) => ({ keyId, ...seen })),
  )
  if (refusals.length === 0) return
  const written = await pool().query<{ key_id: string; is_new: boolean }>(WRITE_REFUSALS, [
    refusals.map((seen) => seen.keyId),
    refusals.map((seen) => seen.address),
    refusals.map((seen) => seen.reason),
    refusals.map((seen) => seen.count),
    refusals.map((seen) => seen.firstAt),
    refusals.map((seen) => seen.lastAt),
  ])
  // Only a key that got a row can have one too many.
  const grown = new Set(written.rows.flatMap((row) => (row.is_new ? [row.key_id] : [])))
  if (grown.size > 0) await pool().query(TRIM_REFUSALS, [[...grown]])
}

/** When and from where a management token was last used. `at` is in milliseconds. */
export type TokenUse = { at: number; address: string | null }

const WRITE_TOKEN_USE = `
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
