import { specialBlockOf } from '#lib/ip/special-blocks'
import { entriesInForce, type HintFacts } from './facts.ts'
import { named } from './naming.ts'
import type { Hint } from './rules.ts'

/** Private ranges in the list of a key that the internet calls: nobody comes from there. */
export function privateUnmatchedHint(facts: HintFacts): Hint | null {
  if (facts.accessMode === 'open') return null
  const { callers } = facts
  const allPublic = callers.length > 0 && callers.every((caller) => kindOf(caller.network) !== 'private')
  const never = entriesInForce(facts).filter(
    (entry) => entry.lastMatchAt === null && kindOf(entry.network) === 'private',
  )
  if (!allPublic || never.length === 0) return null
  const entryIds = never.map((entry) => entry.id)
  const isOne = never.length === 1
  return {
    code: 'private_unmatched',
    severity: 'notice',
    sentence: `${named(never.map((entry) => entry.network))} ${isOne ? 'is private and has' : 'are private and have'} never matched: callers come from the internet.`,
    entryIds,
    fixes: [{ kind: 'remove', entryIds }],
  }
}

function kindOf(network: Parameters<typeof specialBlockOf>[0]): string | null {
  return specialBlockOf(network)?.kind ?? null
}
