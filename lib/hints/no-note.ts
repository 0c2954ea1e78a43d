import type { HintFacts } from './facts.ts'
import { counted, named } from './naming.ts'
import type { Hint } from './rules.ts'

/** Entries that nobody will know the reason of in a year. The fix is for the first; the next comes after it. */
export function noNoteHint({ entries }: HintFacts): Hint | null {
  const bare = entries.filter((entry) => entry.note === null && entry.source === null && entry.network.prefixBits > 0)
  const [first] = bare
  if (first === undefined) return null
  const others = bare.length - 1
  const who = named([first.network])
  return {
    code: 'no_note',
    severity: 'notice',
    sentence:
      others === 0
        ? `${who} has no note.`
        : `${who} has no note, and ${counted(others, 'other entry', 'other entries')} neither.`,
    entryIds: [first.id],
    fixes: [{ kind: 'note', entryIds: [first.id] }],
  }
}
