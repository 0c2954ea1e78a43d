import { addressFromBigInt, formatAddress } from './address.ts'
import { addressCount, displayNetwork, lastAddress, type Network } from './network.ts'
import { rangesOf } from './range.ts'

/** Above this a decimal number says less to a reader than a power of two. */
const LARGEST_WRITTEN_OUT = 1n << 40n

/** `1 address`, `65,536 addresses`, `2⁶⁴ addresses`, `more than 2⁶⁴ addresses`. */
export function formatCount(count: bigint): string {
  return `${formatNumber(count)} ${count === 1n ? 'address' : 'addresses'}`
}

/** The number alone: `65,536`, `2⁶⁴`, `more than 2⁶⁴`. */
export function formatNumber(count: bigint): string {
  if (count <= LARGEST_WRITTEN_OUT) return count.toLocaleString('en-US')
  const exponent = count.toString(2).length - 1
  const power = `2${superscript(exponent)}`
  return count === 1n << BigInt(exponent) ? power : `more than ${power}`
}

function superscript(exponent: number): string {
  return String(exponent).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)))
}

/** How many addresses a list admits, each counted once however many entries cover it. */
export function totalAddresses(networks: readonly Network[]): bigint {
  return rangesOf(networks).reduce((total, range) => total + range.last - range.first + 1n, 0n)
}

/** What a line about one network needs: `203.0.113.100/30`, .100, .103, 4n, `4 addresses`. */
export type NetworkDescription = { text: string; first: string; last: string; count: bigint; countText: string }

export function describeNetwork(network: Network): NetworkDescription {
  const count = addressCount(network)
  return {
    text: displayNetwork(network),
    first: formatAddress(addressFromBigInt(network.family, network.first)),
    last: formatAddress(addressFromBigInt(network.family, lastAddress(network))),
    count,
    countText: formatCount(count),
  }
}
