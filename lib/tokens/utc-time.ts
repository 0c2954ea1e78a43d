const FORM = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?Z$/

/**
 * Reads a moment in UTC as RFC 3339 writes it: `2026-11-27T00:00:00Z`, with a fraction of a second or without.
 *
 * @returns milliseconds since the epoch, what is finer cut off; null for anything else: another zone, a day that is not in
 *   the calendar, a leap second
 */
export function parseUtcTime(text: string): number | null {
  const [, seconds, fraction = ''] = FORM.exec(text) ?? []
  if (seconds === undefined) return null
  const ms = Date.parse(`${seconds}Z`)
  // Date.parse takes the 30th of February for the 2nd of March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== seconds) return null
  return ms + Number(fraction.slice(1, 4).padEnd(3, '0'))
}
