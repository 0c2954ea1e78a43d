/** One record of a CSV file. `line` counts from 1 and is where it begins: a quoted field may hold line ends. */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[]; readonly problem: string | null }

const SEPARATORS = [',', ';', '\t'] as const
export type CsvSeparator = (typeof SEPARATORS)[number]

/** What separates the fields: of the first line that says anything, the one that it holds most of. Tables of some countries use `;`. */
export function csvSeparator(text: string): CsvSeparator {
  const [line = ''] = /^[^\S\n]*\S[^\n]*/m.exec(text) ?? []
  const counted = SEPARATORS.map((separator) => ({ separator, count: line.split(separator).length }))
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).separator
}

/** Reads RFC 4180, with any line ends; empty lines are passed over. A record whose quotes do not fit says so and is read on. */
export function* readCsv(text: string, separator: CsvSeparator): Generator<CsvRecord> {
  const place: Place = { text, separator, at: 0, line: 1 }
  while (place.at < text.length) {
    const record = readRecord(place)
    if (record.problem !== null || record.fields.some((field) => field.trim() !== '')) yield record
  }
}

/** One record with its line end, quoted where it must be. */
export function formatCsvRecord(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}

type Place = { readonly text: string; readonly separator: CsvSeparator; at: number; line: number }

function readRecord(place: Place): CsvRecord {
  const { line } = place
  const fields: string[] = []
  let problem: string | null = null
  for (;;) {
    const field = place.text[place.at] === '"' ? readQuoted(place) : readPlain(place)
    fields.push(field.text)
    problem ??= field.problem
    if (place.text[place.at] !== place.separator) break
    place.at++
  }
  skipLineEnd(place)
  return { line, fields, problem }
}

type Field = { text: string; problem: string | null }

function readPlain(place: Place): Field {
  const start = place.at
  while (place.at < place.text.length && !endsField(place)) place.at++
  return { text: place.text.slice(start, place.at), problem: null }
}

function readQuoted(place: Place): Field {
  let text = ''
  for (;;) {
    const end = place.text.indexOf('"', place.at + 1)
    if (end === -1) return unclosed(place, text)
    const part = place.text.slice(place.at + 1, end)
    place.line += part.split('\n').length - 1
    text += part
    place.at = end + 1
    if (place.text[place.at] !== '"') break
    text += '"'
  }
  const rest = readPlain(place).text
  if (rest.trim() === '') return { text, problem: null }
  return { text: text + rest, problem: 'There is text behind a closing quote. A quote inside a field is written twice' }
}

/** Taken to the end of its line only, so that one lost quote does not swallow the rest of the file. */
function unclosed(place: Place, before: string): Field {
  const start = place.at + 1
  place.at = start
  while (place.at < place.text.length && !isLineEnd(place)) place.at++
  return { text: before + place.text.slice(start, place.at), problem: 'A quote is opened here and never closed' }
}

function endsField(place: Place): boolean {
  return place.text[place.at] === place.separator || isLineEnd(place)
}

function isLineEnd({ text, at }: Place): boolean {
  return text[at] === '\n' || text[at] === '\r'
}

function skipLineEnd(place: Place): void {
  if (place.text.startsWith('\r\n', place.at)) place.at += 2
  else if (place.at < place.text.length) place.at++
  place.line++
}
