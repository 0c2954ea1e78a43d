import { addressFromBigInt } from '#lib/ip/address'
import { covers } from '#lib/ip/algebra'
import { formatCount } from '#lib/ip/count'
import { addressCount, displayNetwork, type Network, networkContains } from '#lib/ip/network'
import { specialBlockOf } from '#lib/ip/special-blocks'
import { suggest } from '#lib/traffic/suggest'
import type { Caller } from '#lib/traffic/suggest-callers'
import { entriesInForce, type HintEntry, type HintFacts } from './facts.ts'
import { counted, named } from './naming.ts'
import type { Hint } from './rules.ts'

/** Networks with a shorter prefix are wider than any one organisation usually holds. */
const WIDE_PREFIX_BITS = { 4: 16, 6: 32 } as const
/** A list of more is chosen where it can be looked at. */
const MOST_NETWORKS = 20

/** The widest entry that is wider than anybody needs: narrowed to the networks within it that called. */
export function veryWideHint(facts: HintFacts): Hint | null {
  if (facts.accessMode === 'open') return null
  const inForce = entriesInForce(facts)
  const entry = widest(inForce.filter(({ network, source }) => source === null && isVeryWide(network)))
  if (entry === null) return null
  const callers = facts.callers.filter((caller) => isWithin(caller, entry.network))
  const entryIds = [entry.id]
  const size = `${displayNetwork(entry.network)} is very wide: ${formatCount(addressCount(entry.network))}`
  const hint = { code: 'very_wide', severity: 'warning', entryIds } as const
  if (callers.length === 0) {
    const sentence = `${size}, and none of them called in the last ${facts.seenDays} days.`
    return { ...hint, sentence, fixes: [{ kind: 'remove', entryIds }] }
  }
  const others = [
    ...inForce.filter((other) => other !== entry && other.network.prefixBits > 0).map((other) => other.network),
    ...facts.listed,
  ]
  const by = narrowed(callers, facts.refused).filter((network) => !covers(others, [network]))
  if (by.length === 0) {
    const sentence = `${size}, and other entries admit everybody who called from it.`
    return { ...hint, sentence, fixes: [{ kind: 'remove', entryIds }] }
  }
  const sentence = `${size}, and only ${counted(callers.length, 'of them', 'of them')} called in the last ${facts.seenDays} days: ${named(by)} would do.`
  return {
    ...hint,
    sentence,
    fixes: by.length > MOST_NETWORKS ? [{ kind: 'suggest' }] : [{ kind: 'replace', entryIds, by }],
  }
}

function isVeryWide(network: Network): boolean {
  const { family, prefixBits } = network
  return prefixBits > 0 && prefixBits < WIDE_PREFIX_BITS[family] && specialBlockOf(network) === null
}

function widest(entries: readonly HintEntry[]): HintEntry | null {
  return entries.reduce<HintEntry | null>(
    (best, entry) => (best === null || addressCount(entry.network) > addressCount(best.network) ? entry : best),
    null,
  )
}

function isWithin({ network }: Caller, outer: Network): boolean {
  return networkContains(outer, addressFromBigInt(network.family, network.first))
}

/** Close to who called, with some room around them. */
function narrowed(callers: readonly Caller[], refused: readonly Network[]): Network[] {
  const { networks } = suggest({ callers, keptOut: { refused, excluded: [] }, width: 'medium' })
  return networks.map((each) => each.network)
}
