import type { Why } from './explain.ts'
import { type ForwardingHeader, forwardingHeaderNames } from './forwarding.ts'
import { parseHeaderAddress } from './header-address.ts'
import { headerLines } from './header-lines.ts'
import type { ClientIpPolicy } from './outcome.ts'

/**
 * - `client`: this is who is judged
 * - `proxy`: one of ours, by list or count
 * - `claimed`: left of the client; whoever called may have written it
 * - `unreadable`: no address, where reading ends
 * - `unread`: in a header that is not read
 */
export type HopRole = 'client' | 'proxy' | 'claimed' | 'unreadable' | 'unread'

export type Hop = {
  readonly text: string
  readonly from: 'connection' | ForwardingHeader
  readonly role: HopRole
}

export type HopsSeen = {
  readonly rawHeaders: readonly string[]
  /** Canonical. */
  readonly peer: string | null
  /** The header that was read; null: none. */
  readonly read: ForwardingHeader | null
  readonly why: Why
}

const MOST_HOPS = 20
const MOST_CHARACTERS = 100

/** The way of a request as it was told, from the far end to the connection, at most the last twenty. */
export function hopsOf({ rawHeaders, peer, read, why }: HopsSeen, policy: ClientIpPolicy): readonly Hop[] {
  const from = read ?? forwardingHeaderNames.find((name) => headerLines(rawHeaders, name).length > 0)
  const elements = from === undefined ? [] : elementsOf(rawHeaders, from)
  const roles = read === null ? elements.map((): HopRole => 'unread') : rolesOf(elements, { read, why }, policy)
  const told = elements.map((text, at): Hop => {
    const shown = text.trim().slice(0, MOST_CHARACTERS)
    return { text: shown, from: from ?? 'forwarded', role: roles[at] ?? 'unread' }
  })
  return [...told, ...connection(peer, why)].slice(-MOST_HOPS)
}

const clientIsPeer: ReadonlySet<Why> = new Set(['connection', 'headers_ignored', 'stranger', 'stranger_with_headers'])

function connection(peer: string | null, why: Why): readonly Hop[] {
  if (peer === null) return []
  return [{ text: peer, from: 'connection', role: clientIsPeer.has(why) ? 'client' : 'proxy' }]
}

/** Of X-Forwarded-For all lines are one list (RFC 9110 §5.3); the others have one value a line. */
function elementsOf(rawHeaders: readonly string[], name: ForwardingHeader): readonly string[] {
  const lines = headerLines(rawHeaders, name)
  return name === 'x-forwarded-for' && lines.length > 0 ? lines.join(',').split(',') : lines
}

type Read = { readonly read: ForwardingHeader; readonly why: Why }

/** Goes the same way as the resolver; a property in its test holds the two together. */
function rolesOf(elements: readonly string[], { read, why }: Read, policy: ClientIpPolicy): readonly HopRole[] {
  if (why === 'header_repeated') return elements.map(() => 'unreadable')
  let ended = false
  const fromTheRight = elements.toReversed().map((element, index): HopRole => {
    if (ended) return 'claimed'
    const address = parseHeaderAddress(element)
    const isCounted = policy.hops !== null && read === 'x-forwarded-for'
    const isProxy = address !== null && (isCounted ? index + 1 < (policy.hops ?? 0) : policy.trusted?.matches(address))
    ended = isProxy !== true
    if (address === null) return 'unreadable'
    return isProxy === true ? 'proxy' : 'client'
  })
  return fromTheRight.toReversed()
}
