import { covers } from '#lib/ip/algebra'
import { formatNetwork, type Network } from '#lib/ip/network'
import { entriesInForce, type HintFacts } from './facts.ts'
import { counted, named } from './naming.ts'
import type { Hint } from './rules.ts'

const MOST_ADDED = 20

/** A list of IPv4 alone, of a key that is called over IPv6 too. */
export function onlyIpv4Hint(facts: HintFacts): Hint | null {
  if (facts.accessMode === 'open') return null
  const listed = [...entriesInForce(facts).map((entry) => entry.network), ...facts.listed]
  const onlyIpv4 = listed.length > 0 && listed.every((network) => network.family === 4)
  const callers = facts.callers.filter((caller) => caller.network.family === 6)
  if (!onlyIpv4 || callers.length === 0) return null
  const networks = sites(callers.map((caller) => caller.network)).filter((network) => !covers(listed, [network]))
  return {
    code: 'only_ipv4',
    severity: 'notice',
    sentence: `The list has IPv4 only, and ${counted(callers.length, 'caller', 'callers')} used IPv6 in the last ${facts.seenDays} days: ${named(networks)}.`,
    entryIds: [],
    fixes: networks.length > MOST_ADDED ? [{ kind: 'suggest' }] : [{ kind: 'add', networks }],
  }
}

/** The /64s of the callers: hosts change their address within one. */
function sites(networks: readonly Network[]): Network[] {
  const byText = new Map<string, Network>()
  for (const { first } of networks) {
    const site: Network = { family: 6, first: (first >> 64n) << 64n, prefixBits: 64 }
    byText.set(formatNetwork(site), site)
  }
  return [...byText.values()]
}
