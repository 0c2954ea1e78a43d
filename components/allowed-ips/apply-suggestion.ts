import type { AllowlistItem } from '#lib/ip/allowlist'

/** Puts `text` in the place of what stands from `start` to `end`. */
export type Edit = { start: number; end: number; text: string }
export type Span = { start: number; end: number }

/** The text after an edit, and where the caret belongs: behind what was put in. */
export function applyEdit(value: string, { start, end, text }: Edit): { value: string; caret: number } {
  return { value: value.slice(0, start) + text + value.slice(end), caret: start + text.length }
}

/** Replaces exactly the entry's own text; separators, quotes, notes and all other entries stay as they were typed. */
export function suggestionEdit(item: AllowlistItem, suggestion: string): Edit {
  return { start: item.start, end: item.end, text: suggestion }
}

/** Adds an entry behind everything else, on a line of its own, so that no note before it claims it. */
export function appendEdit(value: string, entry: string): Edit {
  const separator = value === '' || value.endsWith('\n') ? '' : '\n'
  return { start: value.length, end: value.length, text: separator + entry }
}

/**
 * Where a span of the text that was read lies in the text as it is now, when more was typed since; null when the typing
 * touched the span itself.
 */
export function spanNow(span: Span, read: string, now: string): Span | null {
  if (read === now) return span
  const limit = Math.min(read.length, now.length)
  let same = 0
  while (same < limit && read.charCodeAt(same) === now.charCodeAt(same)) same++
  let sameEnd = 0
  while (
    sameEnd < limit - same &&
    read.charCodeAt(read.length - 1 - sameEnd) === now.charCodeAt(now.length - 1 - sameEnd)
  ) {
    sameEnd++
  }
  if (span.end <= same) return span
  const shift = now.length - read.length
  return span.start >= read.length - sameEnd ? { start: span.start + shift, end: span.end + shift } : null
}
