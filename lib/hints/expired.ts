import type { HintFacts } from './facts.ts'
import { counted, named } from './naming.ts'
import type { Hint } from './rules.ts'

/** How much longer one press lets an entry last. */
export const EXTENSION_DAYS = 30

/** Entries whose time is over: they admit nobody and only make the list longer. */
export function expiredHint({ entries, now }: HintFacts): Hint | null {
  const over = entries.filter((entry) => entry.expiresAt !== null && entry.expiresAt <= now)
  if (over.length === 0) return null
  const entryIds = over.map((entry) => entry.id)
  const who = named(over.map((entry) => entry.network))
  return {
    code: 'expired',
    severity: 'notice',
    sentence:
      over.length === 1
        ? `${who} has expired and admits nobody.`
        : `${counted(over.length, 'entry', 'entries')} have expired and admit nobody: ${who}.`,
    entryIds,
    fixes: [
      { kind: 'remove', entryIds },
      { kind: 'extend', entryIds, days: EXTENSION_DAYS },
    ],
  }
}
