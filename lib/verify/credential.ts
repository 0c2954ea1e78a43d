/**
 * The bearer credential of a request.
 *
 * @param authorization the values of all Authorization header lines, as received
 * @returns null unless there is exactly one line, of scheme Bearer (any letter case), with one token (RFC 6750 §2.1)
 */
export function bearerCredential(authorization: readonly string[]): string | null {
  const line = authorization.length === 1 ? authorization[0] : undefined
  if (line === undefined || line.length > MAX_LINE) return null
  return BEARER.exec(line)?.[1] ?? null
}

const MAX_LINE = 512
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)[ \t]*$/i
