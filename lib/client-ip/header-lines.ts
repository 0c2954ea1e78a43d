/** Beyond these nothing in a request's headers is believed (Node drops lines without a word past its own limit). */
const MAX_LINES = 100
const MAX_BYTES = 16 * 1024

/**
 * Is this more than is counted? A caller who may send any number of lines could push out the one its proxy appends
 * (CVE-2026-58044), so the limits are checked before a header is looked for. Node's strings are one byte a unit.
 */
export function hasTooManyHeaders(rawHeaders: readonly string[]): boolean {
  if (rawHeaders.length > MAX_LINES * 2) return true
  let bytes = 0
  for (const part of rawHeaders) bytes += part.length
  return bytes > MAX_BYTES
}

/** The values of every line of a header, in the order received. `name` is in lower case. */
export function headerLines(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const candidate = rawHeaders[i]
    if (candidate === undefined || candidate.length !== name.length) continue
    if (candidate === name || candidate.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '')
  }
  return values
}
