import { addressFromBigInt, formatAddress } from '#lib/ip/address'
import type { AllowlistItem } from '#lib/ip/allowlist'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { addressCount, displayNetwork, lastAddress, type Network } from '#lib/ip/network'

/** What one line of the reading says about an entry that was understood. */
export type EntryWords = { canonical: string; count: string; range: string | null; remarks: readonly string[] }

export function entryWords({ parsed, text }: AllowlistItem): EntryWords | null {
  if (!parsed.ok) return null
  const { networks, notices } = parsed
  const [first] = networks
  const last = networks.at(-1)
  if (first === undefined || last === undefined) return null
  const ends = { first: firstText(first), last: lastText(last) }
  const single = ends.first === ends.last
  const remarks = notices.map(({ code, message }) =>
    code === 'host_bits' ? `${text} is kept as ${displayNetwork(first)}, the network it is in` : message,
  )
  return {
    canonical: networks.length === 1 ? displayNetwork(first) : `${ends.first}-${ends.last}`,
    count: formatCount(totalAddresses(networks)),
    range: single ? null : `${ends.first} – ${ends.last}`,
    remarks: remarks.length === 0 && networks.length === 1 ? alsoAdmitted(first) : remarks,
  }
}

/**
 * 203.0.113.100/30 looks as if it began a list of three and admits a fourth. A network that begins at .0 surprises
 * nobody.
 */
function alsoAdmitted(network: Network): readonly string[] {
  const count = addressCount(network)
  if (network.family !== 4 || count === 1n || network.first % 256n === 0n) return []
  const every = count === 2n ? 'both' : `all ${count}`
  return [`Also admits ${lastText(network)}: it covers ${every} addresses from ${firstText(network)}`]
}

function firstText(network: Network): string {
  return formatAddress(addressFromBigInt(network.family, network.first))
}

function lastText(network: Network): string {
  return formatAddress(addressFromBigInt(network.family, lastAddress(network)))
}
