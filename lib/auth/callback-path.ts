import { parseUrl } from './parse-url.ts'

// Any base does: a path that leaves it is not a path of ours.
const base = 'http://same-origin.invalid'

/**
 * Where to go after signing in: a path of this site (with its query), or null. Refused are schemes, `//host`, and what
 * browsers silently turn into it: backslashes and control characters.
 */
export function callbackPath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2048) return null
  if (!text.startsWith('/') || text.startsWith('//') || !/^[\x21-\x5b\x5d-\x7e]+$/.test(text)) return null
  const url = parseUrl(text, base)
  if (url === null || url.origin !== base) return null
  // Normalised dot segments can give `//host` again: `/.//host`.
  const path = url.pathname + url.search
  return path.startsWith('//') ? null : path
}

/** The same for a full URL of this site, as the sign-in endpoints pass it; what is not ours becomes null. */
export function callbackPathOfUrl(text: unknown, origin: string): string | null {
  if (typeof text !== 'string' || text.startsWith('/')) return callbackPath(text)
  const url = parseUrl(text)
  if (url === null || url.origin !== origin) return null
  return callbackPath(url.pathname + url.search)
}
