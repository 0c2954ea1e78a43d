/** What pages show of a key: the display prefix, the last four characters, or both. */
export type Hint = { displayPrefix: string | null; lastFour: string | null }

const SHOWN_OF_START = 4
const MASKED = /^([A-Za-z0-9_-]{1,64}_)([0-9A-Za-z]{4,48})(?:(?:…|\.{3}|\*+|\s+)([0-9A-Za-z]{4}))?$/

/** Reads a masked key, its beginning, or its last four characters. Of a cut-off secret the beginning counts. Null for other text. */
export function readHint(text: string): Hint | null {
  if (/^\S{4}$/.test(text)) return { displayPrefix: null, lastFour: text }
  const [, prefix, start, lastFour = null] = MASKED.exec(text) ?? []
  if (prefix === undefined || start === undefined) return null
  return { displayPrefix: prefix + start.slice(0, SHOWN_OF_START), lastFour }
}
