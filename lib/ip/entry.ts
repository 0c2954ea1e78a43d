import { diagnose } from './diagnosis.ts'
import { type EntryProblem, type RefusedEntry, refuse } from './entry-problem.ts'
import { type AcceptedEntry, readEntry } from './entry-syntax.ts'

export type { EntryProblem }
export type ParsedEntry = AcceptedEntry | RefusedEntry

/** Longer text is not examined; the longest useful entry, a range of two full IPv6 addresses, has 93 characters. */
export const MAX_ENTRY_LENGTH = 200

/**
 * Reads one entry as typed: an address, a network or an `a-b` range. Accepting is the work of one strict grammar;
 * only refused text is looked at again, to tell its author what is wrong and what may have been meant.
 */
export function parseEntry(text: string): ParsedEntry {
  if (text.length > MAX_ENTRY_LENGTH) return tooLong(text)
  return readEntry(text) ?? diagnose(text)
}

function tooLong(text: string): RefusedEntry {
  const message = `This is ${text.length.toLocaleString('en-US')} characters long, and an entry has at most ${MAX_ENTRY_LENGTH}. Is a comma or a line break missing?`
  return refuse('too_long', message, { at: MAX_ENTRY_LENGTH, length: text.length - MAX_ENTRY_LENGTH })
}
