import { formatAddress, parseAddress } from '#lib/ip/address'
import { type ForwardingHeader, type SeenHeader, seenHeaders } from './forwarding.ts'
import { type Hop, hopsOf } from './hops.ts'
import type { ClientIpFailure } from './outcome.ts'
import { type ClientIp, type ClientIpPolicy, resolveClientIp } from './resolve.ts'
import { headerOfSource } from './source.ts'

/**
 * Why an address is believed, or why none is:
 * - `connection`: the connection is the configured source, and nothing speaks of a proxy
 * - `headers_ignored`: the same, but forwarding headers came, which nobody reads
 * - `stranger`, `stranger_with_headers`: the peer is no trusted proxy, so it is the client
 * - `listed_proxies`, `counted_proxies`: found in X-Forwarded-For, by TRUSTED_PROXIES or TRUSTED_PROXY_HOPS
 * - `single_value`: from a header of one value, sent by a trusted proxy
 * - `single_value_of_anyone`: the same from whoever connects, because proxies are counted and not listed
 */
export type Why =
  | 'connection'
  | 'headers_ignored'
  | 'stranger'
  | 'stranger_with_headers'
  | 'listed_proxies'
  | 'counted_proxies'
  | 'single_value'
  | 'single_value_of_anyone'
  | ClientIpFailure

/** `peer` is canonical, null when it cannot be read. `hops` goes from the far end to the connection. */
export type Explanation = {
  readonly client: ClientIp
  readonly why: Why
  readonly peer: string | null
  readonly headers: readonly SeenHeader[]
  readonly hops: readonly Hop[]
}

export type SeenRequest = { readonly peer: string | undefined; readonly rawHeaders: readonly string[] }

/** Tells how `resolveClientIp` came to its answer for a request: what came, what was read, and why it was believed. */
export function explainClientIp({ peer, rawHeaders }: SeenRequest, policy: ClientIpPolicy): Explanation {
  const client = resolveClientIp(peer, rawHeaders, policy)
  const headers = seenHeaders(rawHeaders)
  const address = peer === undefined ? null : parseAddress(peer)
  const isStranger = address !== null && policy.trusted !== null && !policy.trusted.matches(address)
  const why = client.ok ? whyFound(policy, { isStranger, headers }) : client.reason
  const text = address === null ? null : formatAddress(address)
  const read = readHeader(why, policy)
  return { client, why, peer: text, headers, hops: hopsOf({ rawHeaders, peer: text, read, why }, policy) }
}

type Found = { readonly isStranger: boolean; readonly headers: readonly SeenHeader[] }

function whyFound(policy: ClientIpPolicy, { isStranger, headers }: Found): Why {
  const header = headerOfSource[policy.source]
  if (header === null) return headers.length === 0 ? 'connection' : 'headers_ignored'
  if (isStranger) return headers.length === 0 ? 'stranger' : 'stranger_with_headers'
  if (header !== 'x-forwarded-for') return policy.trusted === null ? 'single_value_of_anyone' : 'single_value'
  return policy.hops === null ? 'listed_proxies' : 'counted_proxies'
}

const unread: ReadonlySet<Why> = new Set([
  ...(['connection', 'headers_ignored', 'stranger', 'stranger_with_headers'] as const),
  ...(['no_peer', 'untrusted_headers', 'too_many_headers'] as const),
])

function readHeader(why: Why, { source }: ClientIpPolicy): ForwardingHeader | null {
  return unread.has(why) ? null : headerOfSource[source]
}
