import { LRUCache } from 'lru-cache'
import type { AskDns } from './dns/client.ts'
import { type FoundRoute, findMailRoute, type MailRoute } from './mail-route.ts'

export type MailResolver = {
  /** Never rejects, and settles within the time limit. @param asciiDomain lower case, A-labels, no final dot */
  lookup(asciiDomain: string): Promise<MailRoute>
}

type MailResolverOptions = {
  ask: AskDns
  /** For one look-up, all its questions and their repetitions included. */
  timeoutMs: number
  /** Milliseconds on any steady scale. */
  now?: () => number
}

const MAX_REMEMBERED = 20_000
/** Each look-up under way holds a few sockets; past this many, "cannot be asked now" is the honest answer. */
const MAX_UNDER_WAY = 256
const SHORTEST_MS = 1000
const LONGEST_MS = 3_600_000

/** Remembers what DNS said for as long as DNS allows, between a second and an hour; callers of one name share a look-up. */
export function createMailResolver({ ask, timeoutMs, now }: MailResolverOptions): MailResolver {
  const clock = now ?? (() => performance.now())
  const remembered = new LRUCache<string, MailRoute>({ max: MAX_REMEMBERED, perf: { now: clock }, ttlResolution: 0 })
  const underWay = new Map<string, Promise<MailRoute>>()

  async function find(asciiDomain: string): Promise<MailRoute> {
    try {
      const found = await withinLimit(ask, asciiDomain, timeoutMs)
      const ttl = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, found.ttl * 1000))
      remembered.set(asciiDomain, found.route, { ttl })
      return found.route
    } finally {
      underWay.delete(asciiDomain)
    }
  }

  return {
    async lookup(asciiDomain) {
      const known = remembered.get(asciiDomain)
      if (known !== undefined) return known
      const shared = underWay.get(asciiDomain)
      if (shared !== undefined) return shared
      if (underWay.size >= MAX_UNDER_WAY) return 'unreachable'
      const own = find(asciiDomain)
      underWay.set(asciiDomain, own)
      return own
    },
  }
}

async function withinLimit(ask: AskDns, asciiDomain: string, timeoutMs: number): Promise<FoundRoute> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), timeoutMs)
  try {
    return await findMailRoute(ask, asciiDomain, limit.signal)
  } finally {
    clearTimeout(timer)
  }
}
