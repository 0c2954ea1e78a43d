import { formatCount } from './count.ts'
import { addressCount, compareNetworks, displayNetwork, lastAddress, type Network } from './network.ts'
import { type SpecialBlock, specialBlockOf } from './special-blocks.ts'

export type WarningCode = 'any_address' | 'private_range' | 'reserved_range' | 'very_wide' | 'covered_by'
/** `index` is the network's place in the list that was asked about; `by` the network that makes it needless. */
export type Warning = { code: WarningCode; index: number; network: Network; message: string; by?: Network }

/** Networks with a shorter prefix are wider than any one organisation usually holds. */
const WIDE_PREFIX_BITS = { 4: 16, 6: 32 } as const

const codeOfKind = { private: 'private_range', reserved: 'reserved_range' } as const satisfies Record<
  SpecialBlock['kind'],
  WarningCode
>

/** What the author of a list should know before saving; none of it stops the save. In the order of the list. */
export function warningsOf(networks: readonly Network[]): readonly Warning[] {
  const coverers = coverersOf(networks)
  return networks.flatMap((network, index) => {
    const by = coverers.get(index)
    const covered = by === undefined ? [] : [coveredWarning({ network, index, by })]
    return [...reachWarnings(network, index), ...covered]
  })
}

function reachWarnings(network: Network, index: number): readonly Warning[] {
  const text = displayNetwork(network)
  if (network.prefixBits === 0) {
    const message = `${text} admits every IPv${network.family} address`
    return [{ code: 'any_address', index, network, message }]
  }
  const block = specialBlockOf(network)
  if (block !== null) {
    return [{ code: codeOfKind[block.kind], index, network, message: `${text} is ${block.name}${consequence(block)}` }]
  }
  if (network.prefixBits >= WIDE_PREFIX_BITS[network.family]) return []
  return [{ code: 'very_wide', index, network, message: `${text} is very wide: ${formatCount(addressCount(network))}` }]
}

function consequence(block: SpecialBlock): string {
  return block.kind === 'private' ? ': callers from the internet never have it' : ': no caller has it'
}

type Covered = { network: Network; index: number; by: Network }

function coveredWarning({ network, index, by }: Covered): Warning {
  const same = network.prefixBits === by.prefixBits
  const message = same
    ? `${displayNetwork(network)} is in the list already`
    : `${displayNetwork(network)} is already covered by ${displayNetwork(by)}`
  return { code: 'covered_by', index, network, message, by }
}

/** For each covered network, by index, the widest one that covers it. Networks nest or are disjoint, so one pass does. */
function coverersOf(networks: readonly Network[]): ReadonlyMap<number, Network> {
  const covered = new Map<number, Network>()
  const sorted = networks.map((network, index) => ({ network, index }))
  sorted.sort((a, b) => compareNetworks(a.network, b.network) || a.index - b.index)
  let outer: Network | null = null
  for (const { network, index } of sorted) {
    const inside = outer !== null && outer.family === network.family && lastAddress(network) <= lastAddress(outer)
    if (outer !== null && inside) covered.set(index, outer)
    else outer = network
  }
  return covered
}
