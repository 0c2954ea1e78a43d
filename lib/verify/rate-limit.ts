import { pool } from '#lib/db'
import { env } from '#lib/env'
import type { KeyRecord, RatePolicy } from './key-record.ts'

/** What is left of a key's quota after this call. `resetSeconds`: until the window begins anew. */
export type RateLimit = RatePolicy & {
  readonly allowed: boolean
  readonly remaining: number
  readonly resetSeconds: number
}

/** Calls of one key that are to be counted under a policy. */
export type Spending = { readonly keyId: string; readonly policy: RatePolicy; readonly calls: number }

/** How many of the calls its quota covered; the others cost nothing. */
export type Spent = { readonly granted: number; readonly remaining: number; readonly resetSeconds: number }

/**
 * Counts calls of several keys at once, across all processes. Throws when the database does not answer.
 *
 * @param spendings one for each key
 * @returns by key id
 */
export async function spendCalls(spendings: readonly Spending[]): Promise<ReadonlyMap<string, Spent>> {
  if (spendings.length === 0) return new Map()
  const { rows } = await pool().query<{ name: string; granted: number; remaining: number; reset_ms: number }>(
    'SELECT name, granted, remaining, reset_ms FROM gatelist_spend($1, $2, $3, $4)',
    [
      spendings.map(({ keyId }) => windowOf(keyId)),
      spendings.map(({ calls }) => calls),
      spendings.map(({ policy }) => policy.quota),
      spendings.map(({ policy }) => policy.windowSeconds),
    ],
  )
  const byWindow = new Map(rows.map((row) => [row.name, row]))
  return new Map(
    spendings.map(({ keyId }) => {
      const row = byWindow.get(windowOf(keyId))
      if (row === undefined) throw new Error('a call was not counted')
      const resetSeconds = Math.max(1, Math.ceil(row.reset_ms / 1000))
      return [keyId, { granted: row.granted, remaining: row.remaining, resetSeconds }]
    }),
  )
}

/** Counts one call of a key, by its own policy or else by the one for all. @returns null when there is neither */
export async function spendCall(key: KeyRecord): Promise<RateLimit | null> {
  const policy = key.rateLimit ?? commonPolicy()
  if (policy === null) return null
  const spent = (await spendCalls([{ keyId: key.keyId, policy, calls: 1 }])).get(key.keyId)
  if (spent === undefined) throw new Error('a call was not counted')
  return { ...policy, allowed: spent.granted === 1, remaining: spent.remaining, resetSeconds: spent.resetSeconds }
}

/** Gives a call back that came to no result through no fault of the caller. */
export async function returnCall(key: KeyRecord): Promise<void> {
  if (key.rateLimit === null && commonPolicy() === null) return
  await pool().query('UPDATE rate_window SET points = greatest(points - 1, 0) WHERE key = $1', [windowOf(key.keyId)])
}

/** draft-ietf-httpapi-ratelimit-headers-10. */
export function policyHeaders({ quota, windowSeconds }: RatePolicy): string[] {
  return ['RateLimit-Policy', `"default";q=${quota};w=${windowSeconds}`]
}

export function limitHeaders(limit: RateLimit): string[] {
  return [...policyHeaders(limit), 'RateLimit', `"default";r=${limit.remaining};t=${limit.resetSeconds}`]
}

function commonPolicy(): RatePolicy | null {
  const { rateLimitRequests: quota, rateLimitWindowSeconds: windowSeconds } = env()
  return quota === 0 ? null : { quota, windowSeconds }
}

function windowOf(keyId: string): string {
  return `key:${keyId}`
}
