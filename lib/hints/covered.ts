import { compareNetworks, lastAddress, type Network } from '#lib/ip/network'
import { warningsOf } from '#lib/ip/warnings'
import { entriesInForce, type HintEntry, type HintFacts } from './facts.ts'
import { counted, named } from './naming.ts'
import type { Hint } from './rules.ts'

/** Entries that another entry, which lasts as long, makes needless. */
export function coveredHint(facts: HintFacts): Hint | null {
  const entries = entriesInForce(facts).filter((entry) => entry.source === null)
  // An entry with an end covers nothing once it is over, so only what lasts for ever counts as cover.
  const lasting = entries.filter((entry) => entry.expiresAt === null && entry.network.prefixBits > 0)
  const covered = coveredBy(lasting, entries)
  if (covered.length === 0) return null
  const entryIds = covered.map(({ entry }) => entry.id)
  const [first] = covered
  const sentence =
    covered.length === 1 && first !== undefined
      ? `${named([first.entry.network])} is needless: ${named([first.by])} covers it.`
      : `${counted(covered.length, 'entry', 'entries')} are needless, because wider ones cover them: ${named(covered.map(({ entry }) => entry.network))}.`
  return { code: 'covered', severity: 'notice', sentence, entryIds, fixes: [{ kind: 'remove', entryIds }] }
}

type Covered = { entry: HintEntry; by: HintEntry['network'] }

function coveredBy(lasting: readonly HintEntry[], entries: readonly HintEntry[]): Covered[] {
  const inner = warningsOf(lasting.map((entry) => entry.network)).flatMap(({ code, index, by }) => {
    const entry = lasting[index]
    return code === 'covered_by' && entry !== undefined && by !== undefined ? [{ entry, by }] : []
  })
  const isInner = new Set(inner.map(({ entry }) => entry.id))
  const outer = lasting.filter((entry) => !isInner.has(entry.id)).map((entry) => entry.network)
  outer.sort(compareNetworks)
  const ending = entries.flatMap((entry) => {
    const by = entry.expiresAt === null ? null : holderOf(outer, entry.network)
    return by === null ? [] : [{ entry, by }]
  })
  return [...inner, ...ending]
}

/** The one of some sorted, disjoint networks that holds all of another. */
function holderOf(sorted: readonly Network[], network: Network): Network | null {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = sorted[middle]
    if (other !== undefined && compareNetworks(other, network) <= 0) low = middle + 1
    else high = middle
  }
  const before = sorted[low - 1]
  const holds = before?.family === network.family && lastAddress(network) <= lastAddress(before)
  return before !== undefined && holds ? before : null
}
