// C0 and C1 controls and DEL move the cursor, rename the window or type for the reader (terminal escape injection);
// bidirectional controls show text in another order than it has (Unicode TR 36 §3.1).
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
const AWAY_FROM_LINES = /[^\P{Cc}\n\t]|[\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Text of the server's or a file's for one line of a terminal. Line ends and tabs become blanks. */
export function printable(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(UNPRINTABLE, '')
}

/** As `printable`, for text of several lines. */
export function printableLines(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(AWAY_FROM_LINES, '')
}

/** JSON with the same value and no raw control character; JSON itself escapes C0 alone. */
export function escapeJson(json: string): string {
  return json.replace(AWAY_FROM_LINES, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A value of JSON with all its texts made printable, names of fields among them. */
export function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return printableLines(value)
  if (Array.isArray(value)) return value.map(printableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [printable(name), printableValue(inner)]))
}
