import { hash, randomBytes } from 'node:crypto'
import { env } from '#lib/env'

const TOKEN = /^[\w-]{43}$/

/** What a single-use link carries, and what of it is stored: of 256 random bits, a plain digest tells nothing. */
export function newLinkToken(): { token: string; digest: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString('base64url')
  return { token, digest: digestOf(token) }
}

/** Null for what is no token of a link at all. */
export function linkTokenDigest(token: string): Uint8Array<ArrayBuffer> | null {
  return TOKEN.test(token) ? digestOf(token) : null
}

/**
 * The link itself, always to APP_URL. The token stands in the fragment, which browsers keep to themselves: no log of a server
 * or proxy has it, no Referer, and whoever merely fetches the link has not even presented it.
 */
export function singleUseLink(path: string, token: string): string {
  const url = new URL(path, env().appUrl)
  url.hash = token
  return url.href
}

function digestOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash('sha256', token, 'buffer'))
}
