/** After so many callers, or so long, it is known who usually calls. */
export const SETTLED_CALLERS = 5
export const SETTLED_MS = 24 * 60 * 60 * 1000

/** A key called from more addresses than this is meant for everybody: one more is no news. */
export const MANY_CALLERS = 100

export type CalledKey = {
  accessMode: 'open' | 'enforce' | 'report'
  /** A public key may be in any web page, so anybody may call. */
  visibility: 'secret' | 'public'
  /** Milliseconds. */
  firstUsedAt: number | null
  /** Different addresses that were let through before, counted up to `MANY_CALLERS`. */
  callers: number
}

/** Is an address that never called this key before worth telling? */
export function isNewCallerNews({ accessMode, visibility, firstUsedAt, callers }: CalledKey, now: number): boolean {
  if (accessMode !== 'open' || visibility === 'public' || callers >= MANY_CALLERS) return false
  return callers >= SETTLED_CALLERS || (firstUsedAt !== null && now - firstUsedAt >= SETTLED_MS)
}
