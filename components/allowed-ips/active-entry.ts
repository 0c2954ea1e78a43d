import type { ListReading } from './list-reading.ts'

/** The place of the entry the caret stands in or behind, on its line; null between lines or without a caret. */
export function activeEntry(reading: ListReading | null, caret: number | null): number | null {
  if (reading?.kind !== 'items' || caret === null) return null
  const { items, text } = reading
  let low = 0
  let high = items.length
  // Finds how many entries begin at or before the caret.
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((items[middle]?.start ?? 0) <= caret) low = middle + 1
    else high = middle
  }
  const item = items[low - 1]
  if (item === undefined) return null
  const lineEnd = text.indexOf('\n', item.end)
  return lineEnd === -1 || caret <= lineEnd ? low - 1 : null
}
