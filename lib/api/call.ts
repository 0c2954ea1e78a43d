import { headerLines } from '#lib/client-ip/header-lines'
import { type ClientIp, resolveClientIp } from '#lib/client-ip/resolve'
import { env } from '#lib/env'
import { parseAddress } from '#lib/ip/address'
import { isRequestId, newRequestId } from '#lib/request-id'

/** What a door knows of a request before any handler sees it. Headers are name, value, name, value… as received. */
export type ApiCall = {
  readonly peer: string | undefined
  readonly method: string
  /** Path and query, as received. */
  readonly target: string
  readonly rawHeaders: readonly string[]
  /** Whether all of the request has come. False where nobody can say. */
  isWhole(): boolean
  /**
   * The body's bytes.
   *
   * @returns 'too_large' as soon as more than `limit` bytes have come
   */
  readBody(limit: number): Promise<Uint8Array | 'too_large'>
}

/** A header that may be sent once: undefined when absent, null when repeated. */
export function singleHeader(rawHeaders: readonly string[], name: string): string | null | undefined {
  const lines = headerLines(rawHeaders, name)
  return lines.length > 1 ? null : lines[0]
}

/** The address that this call is judged by. */
export function clientOf(call: Pick<ApiCall, 'peer' | 'rawHeaders'>): ClientIp {
  return resolveClientIp(call.peer, call.rawHeaders, env().clientIpPolicy)
}

/** The id of this call: a trusted proxy's when it sent a readable one, else a new one. */
export function requestIdOf(call: Pick<ApiCall, 'peer' | 'rawHeaders'>): string {
  const { trusted } = env().clientIpPolicy
  if (trusted === null || call.peer === undefined) return newRequestId()
  const peer = parseAddress(call.peer)
  if (peer === null || !trusted.matches(peer)) return newRequestId()
  const sent = singleHeader(call.rawHeaders, 'x-request-id')
  return typeof sent === 'string' && isRequestId(sent) ? sent : newRequestId()
}
