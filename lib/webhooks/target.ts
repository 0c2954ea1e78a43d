import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'

export const MAX_URL_LENGTH = 2_000

/** `privateTargets`: this installation allows webhooks to its own network, and over plain http. */
export type TargetPolicy = { readonly privateTargets: boolean }

export type Target = { ok: true; url: URL } | { ok: false; message: string }

/**
 * Reads the address of a webhook as somebody typed it. The URL parser makes `http://2130706433` and `http://0x7f.1` the
 * 127.0.0.1 that they are; what a name resolves to is looked at when something is sent, each time.
 */
export function readTarget(text: string, policy: TargetPolicy): Target {
  const url = text.length <= MAX_URL_LENGTH && URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (url === null) return refuse('Enter a whole address, such as https://example.com/hooks/gatelist.')
  const problem = problemOf(url, policy)
  return problem === null ? { ok: true, url } : refuse(problem)
}

function problemOf(url: URL, { privateTargets }: TargetPolicy): string | null {
  if (url.protocol === 'http:' && !privateTargets) return 'Use https: plain http would show every message on the way.'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Use an address that begins with https://.'
  if (url.username !== '' || url.password !== '')
    return 'Leave out the user name and password: messages are signed instead.'
  if (url.hash !== '') return 'Leave out what stands after #: it is never sent.'
  if (!isUsualPort(url))
    return 'Use port 443, or one from 1024 up: the others belong to services that do not take webhooks.'
  const host = literalHost(url)
  if (host !== null && !privateTargets && !isPublicAddress(host)) return NOT_PUBLIC
  return null
}

const NOT_PUBLIC =
  'Use an address on the internet: this server does not send webhooks to private or reserved addresses.'

function isUsualPort({ port }: URL): boolean {
  return port === '' || port === '443' || port === '80' || Number(port) >= 1024
}

/** The address that a URL names instead of a host, without the brackets of IPv6; null for a name. */
export function literalHost({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare) === 0 ? null : bare
}

function refuse(message: string): { ok: false; message: string } {
  return { ok: false, message }
}
