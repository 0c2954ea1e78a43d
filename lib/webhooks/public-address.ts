import { type Address, type Address6, addressFromBigInt, familyBits, parseAddress } from '#lib/ip/address'
import { type Network, networkContains, networkOf, parseCanonicalNetwork } from '#lib/ip/network'
import { specialBlockOf } from '#lib/ip/special-blocks'

/** Reached from inside a provider's network only, or no host at all, though no special block names them. */
const UNREACHABLE: readonly Network[] = networks([
  '192.88.99.0/24', // 6to4 relays, deprecated (RFC 7526)
  '168.63.129.16/32', // Azure's platform, metadata among it, from within its virtual networks
  '2001::/23', // protocol assignments, Teredo among them (RFC 2928, RFC 4380)
])

/** Global unicast: the one part of IPv6 that hosts of the internet have (RFC 4291 §2.4, IANA). */
const GLOBAL_UNICAST: readonly Network[] = networks(['2000::/3'])

/** IPv6 that a translator on the way turns into the IPv4 address within: where its 32 bits end, counted from the right. */
const EMBEDDING: readonly { within: readonly Network[]; shift: bigint }[] = [
  { within: networks(['64:ff9b::/96']), shift: 0n }, // NAT64 (RFC 6052 §2.1)
  { within: networks(['2002::/16']), shift: 80n }, // 6to4 (RFC 3056 §2)
]

/**
 * Whether an address, as a resolver or a URL has it, is one that anybody on the internet can reach. What cannot be read is not.
 * An IPv4-mapped address is the IPv4 address (RFC 4291 §2.5.5.2).
 */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text)
  return address !== null && isPublic(address)
}

function isPublic(address: Address): boolean {
  const network = networkOf(address, familyBits[address.family])
  if (specialBlockOf(network) !== null || isIn(UNREACHABLE, address)) return false
  if (address.family === 4) return true
  const embedded = embeddedAddress(address)
  return embedded === null ? isIn(GLOBAL_UNICAST, address) : isPublic(embedded)
}

function embeddedAddress(address: Address6): Address | null {
  const embedding = EMBEDDING.find(({ within }) => isIn(within, address))
  if (embedding === undefined) return null
  return addressFromBigInt(4, networkOf(address, 128).first >> embedding.shift)
}

const isIn = (blocks: readonly Network[], address: Address) => blocks.some((block) => networkContains(block, address))

function networks(texts: readonly string[]): Network[] {
  return texts.map((text) => {
    const network = parseCanonicalNetwork(text)
    if (network === null) throw new Error(`${text} is not in canonical form`)
    return network
  })
}
