import {
  type AllowlistItem,
  type ListedNetwork,
  MAX_ENTRIES,
  MAX_TEXT_LENGTH,
  type ParsedAllowlist,
  parseAllowlist,
} from '#lib/ip/allowlist'
import { formatNetwork } from '#lib/ip/network'

/** About 300 entries: a few milliseconds, so that a key pressed meanwhile never waits noticeably. */
const SLICE_LENGTH = 8_000

type Place = { offset: number; lines: number; column: number }

/**
 * `parseAllowlist(text)`, with pauses: ten thousand entries take longer than a key press may wait. The same parser reads
 * the text piece by piece, cut where no entry and no note can be cut in two, and the pieces are joined.
 */
export function* slicedParse(text: string): Generator<void, ParsedAllowlist> {
  if (text.length <= SLICE_LENGTH || text.length > MAX_TEXT_LENGTH) return parseAllowlist(text)
  const items: AllowlistItem[] = []
  const listed = new Map<string, ListedNetwork>()
  let count = 0
  let place: Place = { offset: 0, lines: 0, column: 0 }
  while (place.offset < text.length) {
    const piece = text.slice(place.offset, endOfSlice(text, place.offset))
    const parsed = parseAllowlist(piece)
    for (const item of parsed.kind === 'items' ? parsed.items : []) {
      const { parsed: entry } = item
      count += entry.ok ? entry.networks.length : 1
      items.push(moved(item, place))
    }
    // Where a list that is too long stops being read is the parser's own decision.
    if (count > MAX_ENTRIES) return parseAllowlist(text)
    if (parsed.kind === 'items') addNetworks(listed, parsed.networks, items.length - parsed.items.length)
    place = placeAfter(piece, place)
    yield
  }
  if (items.length === 0) return parseAllowlist(text)
  return { kind: 'items', items, networks: [...listed.values()], ok: items.every((item) => item.parsed.ok) }
}

function endOfSlice(text: string, from: number): number {
  const target = from + SLICE_LENGTH
  if (target >= text.length) return text.length
  const lineEnd = text.indexOf('\n', target)
  const end = lineEnd === -1 ? text.length : lineEnd + 1
  if (end - target <= SLICE_LENGTH) return end
  // One very long line may be cut at a comma, which is never inside an entry; but a note speaks for its whole line.
  const lineStart = text.lastIndexOf('\n', target) + 1
  const note = text.indexOf('#', lineStart)
  const comma = text.indexOf(',', target)
  return comma === -1 || comma >= end || (note !== -1 && note < end) ? end : comma + 1
}

function moved(item: AllowlistItem, { offset, lines, column }: Place): AllowlistItem {
  return {
    ...item,
    start: item.start + offset,
    end: item.end + offset,
    line: item.line + lines,
    column: item.line === 1 ? item.column + column : item.column,
  }
}

function placeAfter(piece: string, place: Place): Place {
  const lineEnds = piece.split('\n').length - 1
  const column = lineEnds === 0 ? place.column + piece.length : piece.length - piece.lastIndexOf('\n') - 1
  return { offset: place.offset + piece.length, lines: place.lines + lineEnds, column }
}

function addNetworks(listed: Map<string, ListedNetwork>, networks: readonly ListedNetwork[], firstItem: number): void {
  for (const { network, note, item } of networks) {
    const key = formatNetwork(network)
    const first = listed.get(key)
    if (first === undefined) listed.set(key, { network, note, item: item + firstItem })
    else if (first.note === null && note !== null) listed.set(key, { ...first, note })
  }
}
