import { addressFromBigInt, familyBits, formatAddress } from '#lib/ip/address'
import { parseEntry } from '#lib/ip/entry'
import { displayNetwork, lastAddress, type Network } from '#lib/ip/network'

/** What a look-up is about: one address, or several as the fewest networks. `text` is canonical. */
export type AskedAddresses = {
  readonly text: string
  readonly networks: readonly Network[]
  readonly isSingle: boolean
}

/** What somebody typed into the one field. A credential is whatever is not written like addresses. */
export type LookupQuestion =
  | { kind: 'blank' }
  | { kind: 'addresses'; asked: AskedAddresses }
  | { kind: 'problem'; message: string }
  | { kind: 'credential' }

const LIKE_ADDRESSES = /^(?=.*[.:/])[0-9a-f.:/%\s–-]+$/i

export function readLookup(text: string): LookupQuestion {
  const typed = text.trim()
  if (typed === '') return { kind: 'blank' }
  if (typed.length > 200) return { kind: 'credential' }
  const parsed = parseEntry(typed.replace('–', '-'))
  if (parsed.ok) return { kind: 'addresses', asked: askedOf(parsed.networks) }
  if (!LIKE_ADDRESSES.test(typed)) return { kind: 'credential' }
  const { problem, suggestion } = parsed
  const maybe = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`
  return { kind: 'problem', message: `${problem.message}.${maybe}` }
}

function askedOf(networks: readonly Network[]): AskedAddresses {
  const [first, ...others] = networks
  const last = networks.at(-1)
  if (first === undefined || last === undefined) throw new Error('a range has no networks')
  if (others.length === 0) {
    return { text: displayNetwork(first), networks, isSingle: first.prefixBits === familyBits[first.family] }
  }
  const ends = [addressFromBigInt(first.family, first.first), addressFromBigInt(last.family, lastAddress(last))]
  return { text: ends.map(formatAddress).join('-'), networks, isSingle: false }
}
