import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from '#lib/db'
import { rateLimiter } from '#lib/db/rate-limiter'
import { env } from '#lib/env'
import { processWide } from '#lib/process-wide'

/** What is left of a key's quota after this call. `resetSeconds`: until the window begins anew. */
export type RateLimit = {
  readonly allowed: boolean
  readonly quota: number
  readonly windowSeconds: number
  readonly remaining: number
  readonly resetSeconds: number
}

/**
 * Counts one call of a key, across all processes. Throws when the database does not answer.
 *
 * @returns null when no limit is configured
 */
export async function spendCall(keyId: string): Promise<RateLimit | null> {
  const limiter = keyLimiter()
  if (limiter === null) return null
  try {
    return toRateLimit(limiter, await limiter.consume(keyId), true)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return toRateLimit(limiter, refusal, false)
    throw refusal
  }
}

/** Gives a call back that came to no result through no fault of the caller. */
export async function returnCall(keyId: string): Promise<void> {
  await keyLimiter()?.reward(keyId)
}

function keyLimiter(): RateLimiterAbstract | null {
  const { rateLimitRequests, rateLimitWindowSeconds } = env()
  if (rateLimitRequests === 0) return null
  const budget = { name: 'verify', points: rateLimitRequests, durationSeconds: rateLimitWindowSeconds, sweeps: true }
  return processWide('key-rate-limit', () => rateLimiter(pool(), budget))
}

function toRateLimit(limiter: RateLimiterAbstract, state: RateLimiterRes, allowed: boolean): RateLimit {
  return {
    allowed,
    quota: limiter.points,
    windowSeconds: limiter.duration,
    remaining: state.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
  }
}
