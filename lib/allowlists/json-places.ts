export type TextPlace = { readonly line: number; readonly column: number }

/**
 * Where each element of a JSON array begins, for text that `JSON.parse` has read: of the text's own array, or of the one
 * under `member`. `JSON.parse` itself does not tell.
 */
export function elementPlaces(text: string, member: string | null): readonly TextPlace[] {
  const places: TextPlace[] = []
  const place = { line: 1, lineStart: 0 }
  const start = startOfArray(text, member)
  let depth = 0
  let expects = true
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const { index } = found
    const [token] = found
    if (token === '\n') Object.assign(place, { line: place.line + 1, lineStart: index + 1 })
    if (index < start || token === '\n') continue
    if (depth === 1 && expects && token !== ']') {
      places.push({ line: place.line, column: index - place.lineStart + 1 })
      expects = false
    }
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    else if (token === ',' && depth === 1) expects = true
    if (depth === 0) break
  }
  return places
}

/** Strings as wholes, marks one by one, anything else by the word; never backtracks. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:\n]|[^\s"[\]{},:]+/g

function startOfArray(text: string, member: string | null): number {
  if (member === null) return text.indexOf('[')
  const found = new RegExp(`"${member}"\\s*:\\s*\\[`).exec(text)
  return found === null ? text.length : found.index + found[0].length - 1
}
