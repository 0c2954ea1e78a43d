import { scanJson } from '#lib/api/admin/scan-json'
import { walkForwardedFor } from '#lib/client-ip/forwarded-for'
import { resolveClientIp } from '#lib/client-ip/resolve'
import { parseTrustedProxies } from '#lib/client-ip/trusted-proxies'
import { type Address, addressToBigInt, formatAddress, parseAddress } from '#lib/ip/address'
import { formatAllowlist, parseAllowlist } from '#lib/ip/allowlist'
import { parseEntry } from '#lib/ip/entry'
import { formatNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import { parseCaveat } from '#lib/tokens/caveats'
import { formatMacaroon, readMacaroon } from '#lib/tokens/macaroon-codec'
import { bearerCredential } from '#lib/verify/credential'
import { type SecondAddress, secondAddress, secondClient, secondNetwork } from './second-reader.ts'
import {
  addressText,
  bearerText,
  damaged,
  entryText,
  forwardedText,
  jsonText,
  listText,
  networkText,
  type Texts,
  wordText,
} from './texts.ts'

/** A reader of what strangers send. `check` answers what is wrong with how it read a text, null when nothing is; it must not throw. */
export type Target = {
  readonly name: string
  /** Of so many inputs, how many are for this one; cheap readers take most. */
  readonly weight: number
  readonly texts: Texts
  check(text: string): string | null
}

export const targets: readonly Target[] = [
  {
    name: 'address',
    weight: 40,
    texts: damaged(addressText),
    check(text) {
      const address = parseAddress(text)
      const second = secondAddress(text)
      if (address === null || !isSameAddress(address, second)) return difference(address, second)
      return isSameAddress(parseAddress(formatAddress(address)), second) ? null : 'its own text is read as another'
    },
  },
  {
    name: 'network',
    weight: 25,
    texts: damaged(networkText),
    check(text) {
      const network = parseCanonicalNetwork(text)
      const second = secondNetwork(text)
      if (network === null || second === null) return network === second ? null : 'read by one of two readers only'
      const same =
        network.family === second.family && network.first === second.value && network.prefixBits === second.prefixBits
      if (!same) return `read as ${formatNetwork(network)}`
      return parsedAgain(network) ? null : 'its own text is read as another'
    },
  },
  {
    name: 'X-Forwarded-For',
    weight: 15,
    texts: damaged(forwardedText),
    check(text) {
      const policy = { source: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', trusted: null, hops: 1 } as const
      const walked = walkForwardedFor([text], policy)
      const address = typeof walked === 'string' ? null : walked
      const second = secondClient(text)
      if (!isSameAddress(address, second)) return difference(address, second)
      const resolved = resolveClientIp('192.0.2.1', ['X-Forwarded-For', text], policy)
      return resolved.ok === (address !== null) ? null : 'the whole of resolving says something else'
    },
  },
  {
    name: 'entry',
    weight: 6,
    texts: damaged(entryText),
    check(text) {
      const entry = parseEntry(text)
      const second = secondNetwork(text)
      if (second !== null && !entry.ok) return 'a network is refused'
      if (!entry.ok) return null
      return entry.networks.every(parsedAgain) ? null : 'one of its networks is read as another'
    },
  },
  {
    name: 'list',
    weight: 4,
    texts: damaged(listText),
    check(text) {
      const list = parseAllowlist(text)
      if (list.kind !== 'items' || list.networks.length === 0) return null
      const written = formatAllowlist(list.networks)
      const again = parseAllowlist(written)
      return again.kind === 'items' && again.ok && formatAllowlist(again.networks) === written
        ? null
        : 'its own text is read as another'
    },
  },
  {
    name: 'TRUSTED_PROXIES',
    weight: 2,
    texts: damaged(listText),
    check(text) {
      const proxies = parseTrustedProxies(text)
      return !proxies.ok || proxies.networks.every(parsedAgain) ? null : 'one of its networks is read as another'
    },
  },
  {
    name: 'Authorization',
    weight: 4,
    texts: damaged(bearerText),
    check(text) {
      const credential = bearerCredential([text])
      return credential === null || text.includes(credential) ? null : 'a credential that nobody sent'
    },
  },
  {
    name: 'macaroon',
    weight: 1,
    texts: damaged((random) => macaroonText(wordText(random), random.below(3))),
    check(text) {
      const read = readMacaroon(text)
      return !read.ok || formatMacaroon(read.macaroon) === text ? null : 'has another text than its own'
    },
  },
  {
    name: 'caveat',
    weight: 1,
    texts: damaged((random) => `${random.pick(['ip ', 'scope ', 'expires ', 'claims '])}${entryText(random)}`),
    check: (text) => (typeof parseCaveat(text).ok === 'boolean' ? null : 'neither read nor refused'),
  },
  {
    name: 'JSON',
    weight: 2,
    texts: damaged(jsonText),
    check(text) {
      const flaw = scanJson(text, 3)
      const value = parsedJson(text)
      if (value === undefined || flaw !== null) return null
      return depthOf(value) <= 3 ? null : 'deeper than it may be'
    },
  },
]

function isSameAddress(address: Address | null, second: SecondAddress | null): boolean {
  if (address === null || second === null) return address === second
  return address.family === second.family && addressToBigInt(address) === second.value
}

/** Null: none. */
function difference(address: Address | null, second: SecondAddress | null): string | null {
  return isSameAddress(address, second)
    ? null
    : `read as ${told(address)}, by the second reader as ${toldSecond(second)}`
}

function parsedAgain(network: Network): boolean {
  const again = parseCanonicalNetwork(formatNetwork(network))
  return again?.family === network.family && again.first === network.first && again.prefixBits === network.prefixBits
}

function macaroonText(identifier: string, caveats: number): string {
  const added = Array.from({ length: caveats }, (_, at) => `ip 192.0.2.${at}/32`)
  return formatMacaroon({ identifier, caveats: added, signature: Buffer.alloc(32, caveats) })
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

const told = (address: Address | null) => (address === null ? 'none' : formatAddress(address))
const toldSecond = (second: SecondAddress | null) => (second === null ? 'none' : `${second.family}: ${second.value}`)
