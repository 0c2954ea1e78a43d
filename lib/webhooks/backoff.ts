const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** After the first attempt, and after each further one, so long until the next: nearly two days in all. */
export const RETRY_DELAYS_MS = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
] as const

/** How far a delay is drawn apart, so that what failed together is not tried again together. */
const JITTER = 0.2

/**
 * How long to wait after the attempt with this number, counted from 1; null: that was the last.
 *
 * @param random from 0 to 1
 * @param retryAfterMs what the receiver asked for; obeyed up to a day
 */
export function retryDelayMs(
  attempts: number,
  { random, retryAfterMs = null }: { random: number; retryAfterMs?: number | null },
): number | null {
  const delay = RETRY_DELAYS_MS[attempts - 1]
  if (delay === undefined) return null
  const drawn = Math.round(delay * (1 - JITTER + 2 * JITTER * random))
  return retryAfterMs === null ? drawn : Math.max(drawn, Math.min(retryAfterMs, 24 * HOUR))
}
