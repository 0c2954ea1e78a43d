import { compileMatcher, type Matcher } from '#lib/ip/matcher'
import type { Network } from '#lib/ip/network'

export type AccessMode = 'open' | 'enforce' | 'report'

/** What verification knows of a key. Times are milliseconds since the epoch, by the database's clock. */
export type KeyRecord = {
  readonly keyId: string
  readonly workspaceId: string
  readonly accessMode: AccessMode
  readonly pausedAt: number | null
  readonly revokedAt: number | null
  readonly expiresAt: number | null
  /** null when what is stored cannot be read: such a list admits nobody. */
  readonly allowlist: Allowlist | null
}

export type StoredEntry = { readonly network: Network; readonly expiresAt: number | null }

export type Allowlist = {
  readonly size: number
  /** The matcher of the entries that have not expired at `now`. */
  matcherAt(now: number): Matcher
}

/** Compiled once; compiled again only when an entry's expiry passes. */
export function compileAllowlist(entries: readonly StoredEntry[]): Allowlist {
  const lasting = entries.every((entry) => entry.expiresAt === null)
  if (lasting) {
    const matcher = compileMatcher(entries.map((entry) => entry.network))
    return { size: entries.length, matcherAt: () => matcher }
  }
  let compiled: { from: number; until: number; matcher: Matcher } | null = null
  return {
    size: entries.length,
    matcherAt(now) {
      if (compiled === null || now < compiled.from || now >= compiled.until) {
        const alive = entries.filter((entry) => entry.expiresAt === null || entry.expiresAt > now)
        compiled = {
          from: now,
          until: Math.min(
            ...alive.map((entry) => entry.expiresAt ?? Number.POSITIVE_INFINITY),
            Number.POSITIVE_INFINITY,
          ),
          matcher: compileMatcher(alive.map((entry) => entry.network)),
        }
      }
      return compiled.matcher
    },
  }
}
