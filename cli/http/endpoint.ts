import { parseAddress } from '#lib/ip/address'
import { networkContains, parseCanonicalNetwork } from '#lib/ip/network'
import { usage } from '../failure.ts'

export const DEFAULT_ENDPOINT = 'http://localhost:3000'

const LOOPBACK = ['127.0.0.0/8', '::1/128'].map(parseCanonicalNetwork).filter((network) => network !== null)

/** Reads the address of a server; a path is kept, for servers below one. */
export function parseEndpoint(text: string): URL {
  if (!URL.canParse(text)) throw usage(`${text} is not a URL such as ${DEFAULT_ENDPOINT}`)
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw usage(`${text} is not an http or https URL`)
  if (url.username !== '' || url.password !== '') throw usage('the URL holds a password; the token is not part of it')
  if (url.search !== '' || url.hash !== '')
    throw usage(`${text} has a query or fragment; give the server's address only`)
  return url
}

/** localhost, names below it (RFC 6761 §6.3) and loopback addresses: what is sent there stays on this machine. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const address = parseAddress(host)
  return address !== null && LOOPBACK.some((network) => networkContains(network, address))
}

/** Whether others on the way could read what is sent. */
export function isCleartext(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url)
}

/** The two name one server: same scheme, host and port. */
export function sameServer(a: URL, b: URL): boolean {
  return a.origin === b.origin
}

/** `path` below the server's address, with its query. */
export function urlOf(base: URL, path: string, query: Readonly<Record<string, string | undefined>> = {}): URL {
  const url = new URL(base.pathname.replace(/\/+$/, '') + path, base.origin)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}
