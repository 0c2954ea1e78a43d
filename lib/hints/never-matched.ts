import { specialBlockOf } from '#lib/ip/special-blocks'
import { entriesInForce, type HintEntry, type HintFacts } from './facts.ts'
import { counted, named } from './naming.ts'
import type { Hint } from './rules.ts'

export const UNUSED_DAYS = 90
const DAY_MS = 86_400_000

/**
 * Entries that let nobody through for 90 days. When an entry last matched is kept as long as the entry, so that is known however
 * short callers are kept. An entry that is younger is given its time, and so is a list that is obeyed, or watched, for less long.
 * Of a key that nobody calls nothing is said.
 */
export function neverMatchedHint(facts: HintFacts): Hint | null {
  if (facts.accessMode === 'open') return null
  const { callers, now } = facts
  const since = new Date(now.getTime() - UNUSED_DAYS * DAY_MS)
  const unused = entriesInForce(facts).filter(
    (entry) => isUnused(entry, since) && !isPrivateNeverMatched(entry, callers.length),
  )
  if (callers.length === 0 || unused.length === 0 || facts.matchesSince > since) return null
  const entryIds = unused.map((entry) => entry.id)
  const who = named(unused.map((entry) => entry.network))
  return {
    code: 'never_matched',
    severity: 'notice',
    sentence: `${counted(unused.length, 'entry', 'entries')} let nobody through in the last ${UNUSED_DAYS} days: ${who}.`,
    entryIds,
    fixes: [
      { kind: 'switch_off', entryIds },
      { kind: 'remove', entryIds },
    ],
  }
}

/** What was imported from a range file comes again with the next import. */
function isUnused({ addedAt, lastMatchAt, source }: HintEntry, since: Date): boolean {
  return source === null && addedAt < since && (lastMatchAt === null || lastMatchAt < since)
}

/** Those have a hint of their own. */
function isPrivateNeverMatched({ network, lastMatchAt }: HintEntry, callers: number): boolean {
  return callers > 0 && lastMatchAt === null && specialBlockOf(network)?.kind === 'private'
}
