// A derived token has at most 4,096 characters.
const MAX_LINE = 4200
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)[ \t]*$/i

/**
 * The credential of a request.
 *
 * @param rawHeaders name, value, name, value…, as received: where Node joins or drops lines, a second one would not be seen
 * @returns null unless there is exactly one Authorization line, of scheme Bearer, with one token (RFC 6750 §2.1)
 */
export function bearerOf(rawHeaders: readonly string[]): string | null {
  let found: string | null = null
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== 'authorization') continue
    if (found !== null) return null
    found = rawHeaders[i + 1] ?? ''
  }
  return found === null ? null : bearerIn(found)
}

/** @param line the one value of Authorization; lines that were joined by commas are no token */
export function bearerIn(line: string): string | null {
  return line.length > MAX_LINE ? null : (BEARER.exec(line)?.[1] ?? null)
}
