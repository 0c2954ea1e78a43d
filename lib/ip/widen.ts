import { type Address, addressToBigInt, type Family, familyBits } from './address.ts'
import { type Network, networkOf } from './network.ts'
import { specialBlocks } from './special-blocks.ts'

/** Wider ones belong to many, so nobody is advised to admit them. */
const WIDEST_PREFIX_BITS = { 4: 16, 6: 48 } as const satisfies Record<Family, number>

/**
 * The smallest network around both: 203.0.112.0/22 for 203.0.113.0/24 and 203.0.114.0. Null when they are of two families, when
 * it would be wider than an IPv4 /16 or an IPv6 /48, or when some of it would be private and some not.
 */
export function widened(network: Network, address: Address): Network | null {
  if (network.family !== address.family) return null
  const differing = (network.first ^ addressToBigInt(address)).toString(2)
  const common = familyBits[address.family] - (differing === '0' ? 0 : differing.length)
  const prefixBits = Math.min(common, network.prefixBits)
  if (prefixBits < WIDEST_PREFIX_BITS[address.family]) return null
  const wider = networkOf(address, prefixBits)
  return crossesPrivateBlock(wider) ? null : wider
}

/** Reserved blocks do not count: no caller has their addresses. */
function crossesPrivateBlock(network: Network): boolean {
  return specialBlocks.some(
    ({ network: block, kind }) =>
      kind === 'private' &&
      block.family === network.family &&
      block.prefixBits > network.prefixBits &&
      block.first >> shift(network) === network.first >> shift(network),
  )
}

function shift({ family, prefixBits }: Network): bigint {
  return BigInt(familyBits[family] - prefixBits)
}
