import { type Address, addressToBigInt, familyBits, parseAddress } from './address.ts'
import { describeNetwork, formatCount, totalAddresses } from './count.ts'
import { displayNetwork, type Network, networkOf, parsePrefix } from './network.ts'
import { networksOfRange, touchesMapped } from './range.ts'

export type EntryNotice = { code: 'host_bits' | 'mapped' | 'range' | 'unspecified'; message: string }
export type AcceptedEntry = { ok: true; networks: readonly Network[]; notices: readonly EntryNotice[] }

const MAPPED_PREFIX_BITS = 96

/** The whole grammar of an entry: an address, a network or an `a-b` range. Null to anything else. */
export function readEntry(text: string): AcceptedEntry | null {
  const dash = text.indexOf('-')
  if (dash !== -1) return readRange(text, dash)
  const slash = text.indexOf('/')
  return slash === -1 ? readSingle(text) : readNetwork(text, slash)
}

function readSingle(text: string): AcceptedEntry | null {
  const address = parseAddress(text)
  if (address === null) return null
  const network = networkOf(address, familyBits[address.family])
  return accepted([network], [mappedNotice(text, address, network), unspecifiedNotice(text, network)])
}

function readNetwork(text: string, slash: number): AcceptedEntry | null {
  const address = parseAddress(text.slice(0, slash))
  if (address === null) return null
  const mapped = isMappedText(text, address)
  const written = parsePrefix(text.slice(slash + 1), mapped ? familyBits[6] : familyBits[address.family])
  // ::ffff:10.0.0.0/8 is ::/8 to the letter, which nobody means who writes an IPv4 address into it.
  if (written === -1 || (mapped && written < MAPPED_PREFIX_BITS)) return null
  const network = networkOf(address, mapped ? written - MAPPED_PREFIX_BITS : written)
  return accepted([network], [mappedNotice(text, address, network), hostBitsNotice(text, address, network)])
}

function readRange(text: string, dash: number): AcceptedEntry | null {
  const ends = readRangeEnds(text, dash)
  if (ends === null || ends.first.family !== ends.last.family) return null
  const range = { family: ends.first.family, first: addressToBigInt(ends.first), last: addressToBigInt(ends.last) }
  if (range.first > range.last || touchesMapped(range)) return null
  const networks = networksOfRange(range)
  const count = `${networks.length} ${networks.length === 1 ? 'network' : 'networks'}`
  const message = `Kept as ${count}: ${listed(networks)} (${formatCount(totalAddresses(networks))})`
  return accepted(networks, [{ code: 'range', message }])
}

/** Both ends of `a-b`; blanks around the hyphen are part of the form. */
export function readRangeEnds(text: string, dash: number): { first: Address; last: Address } | null {
  const first = parseAddress(text.slice(0, dash).trimEnd())
  const last = parseAddress(text.slice(dash + 1).trimStart())
  return first === null || last === null ? null : { first, last }
}

function accepted(networks: readonly Network[], notices: readonly (EntryNotice | null)[]): AcceptedEntry {
  return { ok: true, networks, notices: notices.filter((notice) => notice !== null) }
}

function isMappedText(text: string, address: Address): boolean {
  return address.family === 4 && text.includes(':')
}

function mappedNotice(text: string, address: Address, network: Network): EntryNotice | null {
  if (!isMappedText(text, address)) return null
  return { code: 'mapped', message: `An IPv4 address written as IPv6: kept as ${displayNetwork(network)}` }
}

function hostBitsNotice(text: string, address: Address, network: Network): EntryNotice | null {
  if (network.first === addressToBigInt(address)) return null
  const { first, last, countText, text: canonical } = describeNetwork(network)
  return { code: 'host_bits', message: `${text} is kept as ${canonical}: it covers ${first} to ${last}, ${countText}` }
}

function unspecifiedNotice(text: string, network: Network): EntryNotice | null {
  if (network.first !== 0n) return null
  const every = network.family === 4 ? '0.0.0.0/0' : '::/0'
  return { code: 'unspecified', message: `${text} is one address that no caller has; every address is ${every}` }
}

function listed(networks: readonly Network[]): string {
  const shown = networks.slice(0, 4).map(displayNetwork).join(', ')
  return networks.length > 4 ? `${shown}, …` : shown
}
