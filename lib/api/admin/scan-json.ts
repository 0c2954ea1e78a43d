/** What JSON.parse would pass over in silence. Null: nothing; the text may still not be JSON. */
export type JsonFlaw = { kind: 'too_deep' } | { kind: 'named_twice'; name: string }

/**
 * Looks through JSON text, before it is parsed, for nesting deeper than `maxDepth` and for members that are named twice, of
 * which one reader takes the first and another the last (RFC 8259 §4).
 */
export function scanJson(text: string, maxDepth: number): JsonFlaw | null {
  // The names of each object that is open; null for an array.
  const open: (Set<string> | null)[] = []
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      const names = open.at(-1)
      if (names != null && isNamePlace(text, end)) {
        const name = nameOf(text.slice(at, end))
        if (names.has(name)) return { kind: 'named_twice', name }
        names.add(name)
      }
      at = end - 1
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.length === maxDepth) return { kind: 'too_deep' }
      open.push(code === OPEN_BRACE ? new Set() : null)
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open.pop()
  }
  return null
}

const [QUOTE, BACKSLASH, COLON] = [34, 92, 58]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93]

/** Just behind the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code === BACKSLASH) at += 1
  }
  return text.length
}

function isNamePlace(text: string, end: number): boolean {
  let at = end
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1
  return text.charCodeAt(at) === COLON
}

function nameOf(written: string): string {
  if (!written.includes('\\')) return written.slice(1, -1)
  try {
    return String(JSON.parse(written))
  } catch {
    return written
  }
}
