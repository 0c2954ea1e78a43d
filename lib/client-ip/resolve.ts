import { type Address, formatAddress, parseAddress } from '#lib/ip/address'
import { walkForwardedFor } from './forwarded-for.ts'
import { parseHeaderAddress } from './header-address.ts'
import { hasTooManyHeaders, headerLines } from './header-lines.ts'
import type { ClientIp, ClientIpFailure, ClientIpPolicy } from './outcome.ts'
import { headerOfSource } from './source.ts'

export type { ClientIp, ClientIpPolicy }

/**
 * Who is calling, from the socket's address and the headers as Node received them (name, value, name, value, …).
 *
 * Reads the connection or exactly one header, never a second choice: when the configured source does not answer, the
 * result says why, and a restricted key refuses. The one address taken without the header is that of a peer that is not
 * a trusted proxy: what it sends is its own word, and it is the client.
 */
export function resolveClientIp(
  peer: string | undefined,
  rawHeaders: readonly string[],
  policy: ClientIpPolicy,
): ClientIp {
  const peerAddress = peer === undefined ? null : parseAddress(peer)
  if (peer === undefined || peerAddress === null) return failed('no_peer')
  const header = headerOfSource[policy.source]
  const isClient = header === null || (policy.trusted !== null && !policy.trusted.matches(peerAddress))
  // Dotted text that parses is canonical, so the usual case makes no string.
  if (isClient) return found(peerAddress, peer.includes(':') ? formatAddress(peerAddress) : peer)
  if (policy.trusted === null && policy.hops === null) return failed('untrusted_headers')
  if (hasTooManyHeaders(rawHeaders)) return failed('too_many_headers')
  const lines = headerLines(rawHeaders, header)
  if (lines.length === 0) return failed('header_missing')
  const read = header === 'x-forwarded-for' ? walkForwardedFor(lines, policy) : readSingle(lines, policy)
  return typeof read === 'string' ? failed(read) : found(read, formatAddress(read))
}

function readSingle(lines: readonly string[], policy: ClientIpPolicy): Address | ClientIpFailure {
  if (lines.length > 1) return 'header_repeated'
  const address = parseHeaderAddress(lines[0] ?? '')
  if (address === null) return 'header_unreadable'
  return policy.trusted?.matches(address) === true ? 'all_trusted' : address
}

function found(address: Address, text: string): ClientIp {
  return { ok: true, address, text }
}

function failed(reason: ClientIpFailure): ClientIp {
  return { ok: false, reason }
}
