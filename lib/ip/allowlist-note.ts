import { type RefusedEntry, refuse } from './entry-problem.ts'

/** UTF-16 code units of one note. */
export const MAX_NOTE_LENGTH = 200

/**
 * Characters no note may hold: controls (PostgreSQL cannot store U+0000, a terminal obeys U+001B) and the marks that turn
 * the direction of text around, which could make a list read differently from what it is (CVE-2021-42574).
 */
const UNSHOWABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

export type ReadNote = { ok: true; note: string | null } | { ok: false; refused: RefusedEntry }

/** Reads what stands between `#` and the end of the line. A blank note is none; tabs become spaces. */
export function readNote(text: string, entryLength: number): ReadNote {
  const note = text.replaceAll('\t', ' ').trim()
  const whole = { at: 0, length: entryLength }
  if (note.length > MAX_NOTE_LENGTH) {
    const message = `The note of this entry has ${note.length.toLocaleString('en-US')} characters; at most ${MAX_NOTE_LENGTH} are kept`
    return { ok: false, refused: refuse('note_too_long', message, whole) }
  }
  if (UNSHOWABLE.test(note)) {
    const message = 'The note of this entry holds a character that cannot be shown'
    return { ok: false, refused: refuse('note_unreadable', message, whole) }
  }
  return { ok: true, note: note === '' ? null : note }
}

export function noteWithoutEntry(length: number): RefusedEntry {
  const message = 'A note belongs behind an entry, on the same line'
  return refuse('note_without_entry', message, { at: 0, length })
}
