import type { AllowlistItem } from '#lib/ip/allowlist'
import type { Edit, Span } from './apply-suggestion.ts'

type RemovalInput = { text: string; items: readonly AllowlistItem[]; places: readonly number[] }

/**
 * One edit that takes entries out of the text. An entry alone on its line goes with its line and note; beside others it
 * goes with its quotes and one separator, and the note stays with the others. Null when there is nothing to take out.
 */
export function removalEdit({ text, items, places }: RemovalInput): Edit | null {
  const removed = new Set(places)
  const spans = linesOf(items).flatMap((line) => {
    const going = line.filter((place) => removed.has(place))
    if (going.length === 0) return []
    const [first] = going
    const entries = going.flatMap((place) => items[place] ?? [])
    const item = first === undefined ? undefined : items[first]
    if (item !== undefined && going.length === line.length) return [lineSpan(text, item)]
    return entries.map((entry) => entrySpan(text, entry))
  })
  return joinedEdit(text, spans)
}

function linesOf(items: readonly AllowlistItem[]): readonly (readonly number[])[] {
  const lines = new Map<number, number[]>()
  items.forEach(({ line }, place) => {
    const places = lines.get(line)
    if (places === undefined) lines.set(line, [place])
    else places.push(place)
  })
  return [...lines.values()]
}

function lineSpan(text: string, item: AllowlistItem): Span {
  const start = item.start === 0 ? 0 : text.lastIndexOf('\n', item.start - 1) + 1
  const lineEnd = text.indexOf('\n', item.end)
  if (lineEnd !== -1) return { start, end: lineEnd + 1 }
  return { start: Math.max(0, start - 1), end: text.length }
}

function entrySpan(text: string, item: AllowlistItem): Span {
  let { start, end } = item
  while (/["']/.test(text.charAt(start - 1)) && /["']/.test(text.charAt(end))) {
    start--
    end++
  }
  const after = /^[ \t]*[,;]?[ \t]*/.exec(text.slice(end, end + 20))?.[0].length ?? 0
  const isLast = /^[\]#\n]|^$/.test(text.charAt(end + after))
  if (!isLast) return { start, end: end + after }
  const before = /[ \t]*[,;]?[ \t]*$/.exec(text.slice(Math.max(0, start - 20), start))?.[0].length ?? 0
  return { start: start - before, end }
}

/** Everything from the first span to the last, without the spans: a single edit is a single step to undo. */
function joinedEdit(text: string, spans: readonly Span[]): Edit | null {
  const first = spans[0]
  const last = spans.at(-1)
  if (first === undefined || last === undefined) return null
  const kept: string[] = []
  let at = first.start
  for (const { start, end } of spans) {
    if (start > at) kept.push(text.slice(at, start))
    at = Math.max(at, end)
  }
  return { start: first.start, end: at, text: kept.join('') }
}
