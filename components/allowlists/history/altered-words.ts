import type { EntryLine } from '#lib/allowlists/diff-view'

/** What was changed of an entry that stayed, in words: "Note: none → office". Expiries are told by `ends`, as times. */
export type AlteredWords = { words: readonly string[]; ends: { before: Date | null; after: Date | null } | null }

export function alteredWords(before: EntryLine, after: EntryLine): AlteredWords {
  const isSameEnd = before.expiresAt?.getTime() === after.expiresAt?.getTime()
  return {
    words: [
      ...(before.note === after.note ? [] : [`Note: ${before.note ?? 'none'} → ${after.note ?? 'none'}`]),
      ...(before.enabled === after.enabled ? [] : [after.enabled ? 'Switched on' : 'Switched off']),
      ...(before.source === after.source ? [] : [`Source: ${before.source ?? 'none'} → ${after.source ?? 'none'}`]),
    ],
    ends: isSameEnd ? null : { before: before.expiresAt, after: after.expiresAt },
  }
}
