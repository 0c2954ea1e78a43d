import { noteWithoutEntry, readNote } from './allowlist-note.ts'
import { tokensOf } from './allowlist-tokens.ts'
import { type ParsedEntry, parseEntry } from './entry.ts'
import { type RefusedEntry, refuse } from './entry-problem.ts'
import { displayNetwork, type Network } from './network.ts'

/** One entry where it stands in the field; `line` and `column` count from 1. */
export type AllowlistItem = {
  text: string
  start: number
  end: number
  line: number
  column: number
  note: string | null
  parsed: ParsedEntry
}
/** A network of the list and the first item that names it. */
export type ListedNetwork = { network: Network; note: string | null; item: number }
export type ParsedAllowlist =
  | { kind: 'empty' }
  | { kind: 'separators_only'; message: string }
  | { kind: 'items'; items: readonly AllowlistItem[]; networks: readonly ListedNetwork[]; ok: boolean }

/** Networks a list may hold. A range counts as the networks it is kept as. */
export const MAX_ENTRIES = 10_000
/** UTF-16 code units of the whole field. */
export const MAX_TEXT_LENGTH = 1_048_576
const SEPARATORS_ONLY = 'There is no address here, only separators. Write an address, or clear the field'

/**
 * Reads the whole field: entries separated by commas, semicolons, blanks or line ends, each line with a `# note` for
 * its entries. Only blank text is `empty`; text of separators alone is a mistake, never a list without entries
 * (that would open the key). `ok` says that every item was read; networks come from the readable items.
 */
export function parseAllowlist(text: string): ParsedAllowlist {
  if (text.length > MAX_TEXT_LENGTH) return refusedWhole(text)
  if (/^[ \t\r\n]*$/.test(text)) return { kind: 'empty' }
  const items = itemsOf(text)
  if (items.length === 0) return { kind: 'separators_only', message: SEPARATORS_ONLY }
  return { kind: 'items', items, networks: networksOf(items), ok: items.every((item) => item.parsed.ok) }
}

/** One network a line with its note. Parsing the result gives the same networks and notes again. */
export function formatAllowlist(entries: readonly { network: Network; note: string | null }[]): string {
  return entries.map(({ network, note }) => displayNetwork(network) + (note === null ? '' : ` # ${note}`)).join('\n')
}

function itemsOf(text: string): readonly AllowlistItem[] {
  const items: AllowlistItem[] = []
  let line: Line = { number: 1, start: 0, firstItem: 0 }
  let count = 0
  for (const token of tokensOf(text)) {
    if (token.kind === 'line_end') {
      line = { number: line.number + 1, start: token.end, firstItem: items.length }
      continue
    }
    if (token.kind === 'note' && items.length > line.firstItem) {
      const note = text.slice(token.start + 1, token.end)
      for (let i = line.firstItem; i < items.length; i++) addNote(items[i], note)
      continue
    }
    const item = token.kind === 'note' ? loneNote(text, token, line) : entryAt(text, token, line)
    if (item === null) continue
    count += item.parsed.ok ? item.parsed.networks.length : 1
    // Reading stops here: whatever follows has the same problem.
    if (count > MAX_ENTRIES) return [...items, { ...item, parsed: tooMany(item) }]
    items.push(item)
  }
  return items
}

type Line = { number: number; start: number; firstItem: number }
type Span = { start: number; end: number }

function entryAt(text: string, { start, end }: Span, line: Line): AllowlistItem {
  const entry = text.slice(start, end)
  const column = start - line.start + 1
  return { text: entry, start, end, line: line.number, column, note: null, parsed: parseEntry(entry) }
}

/** A note on a line of its own: nothing to hang it on, and dropping it would lose what was typed. */
function loneNote(text: string, span: Span, line: Line): AllowlistItem | null {
  if (text.slice(span.start + 1, span.end).trim() === '') return null
  const item = entryAt(text, span, line)
  item.parsed = noteWithoutEntry(item.text.length)
  return item
}

/** A note speaks for every entry of its line. */
function addNote(item: AllowlistItem | undefined, text: string): void {
  if (item === undefined) return
  const read = readNote(text, item.text.length)
  if (read.ok) item.note = read.note
  else if (item.parsed.ok) item.parsed = read.refused
}

function tooMany(item: AllowlistItem): RefusedEntry {
  const message = `A list holds at most ${MAX_ENTRIES.toLocaleString('en-US')} networks, and this entry goes beyond them`
  return refuse('too_many_entries', message, { at: 0, length: item.text.length })
}

function refusedWhole(text: string): ParsedAllowlist {
  const message = `The text has ${text.length.toLocaleString('en-US')} characters; a list has at most ${MAX_TEXT_LENGTH.toLocaleString('en-US')}`
  const parsed = refuse('list_too_long', message, { at: 0, length: 0 })
  const item = { text: '', start: 0, end: text.length, line: 1, column: 1, note: null, parsed }
  return { kind: 'items', items: [item], networks: [], ok: false }
}

function networksOf(items: readonly AllowlistItem[]): readonly ListedNetwork[] {
  const listed = new Map<string, ListedNetwork>()
  items.forEach(({ parsed, note }, item) => {
    for (const network of parsed.ok ? parsed.networks : []) {
      const key = `${network.first.toString(16)}/${network.prefixBits}/${network.family}`
      const first = listed.get(key)
      if (first === undefined) listed.set(key, { network, note, item })
      else if (first.note === null && note !== null) listed.set(key, { ...first, note })
    }
  })
  return [...listed.values()]
}
