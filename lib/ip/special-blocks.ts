import { lastAddress, type Network, parseCanonicalNetwork } from './network.ts'

/** `private`: callers within one network have these. `reserved`: no caller has these. */
export type SpecialBlock = { readonly network: Network; readonly kind: 'private' | 'reserved'; readonly name: string }

const source: readonly (readonly [text: string, kind: SpecialBlock['kind'], name: string])[] = [
  ['10.0.0.0/8', 'private', 'private (RFC 1918)'],
  ['172.16.0.0/12', 'private', 'private (RFC 1918)'],
  ['192.168.0.0/16', 'private', 'private (RFC 1918)'],
  ['127.0.0.0/8', 'private', 'loopback, this machine itself (RFC 1122)'],
  ['169.254.0.0/16', 'private', 'link-local (RFC 3927)'],
  ['100.64.0.0/10', 'private', 'shared by a provider’s customers (CGNAT, RFC 6598)'],
  ['0.0.0.0/8', 'reserved', 'reserved for “this network” (RFC 791)'],
  ['192.0.0.0/24', 'reserved', 'reserved for protocol assignments (RFC 6890)'],
  ['192.0.2.0/24', 'reserved', 'reserved for documentation (RFC 5737)'],
  ['198.51.100.0/24', 'reserved', 'reserved for documentation (RFC 5737)'],
  ['203.0.113.0/24', 'reserved', 'reserved for documentation (RFC 5737)'],
  ['198.18.0.0/15', 'reserved', 'reserved for benchmarks (RFC 2544)'],
  ['224.0.0.0/4', 'reserved', 'multicast (RFC 5771)'],
  ['240.0.0.0/4', 'reserved', 'reserved for the future (RFC 1112)'],
  ['::1/128', 'private', 'loopback, this machine itself (RFC 4291)'],
  ['fc00::/7', 'private', 'unique local (RFC 4193)'],
  ['fe80::/10', 'private', 'link-local (RFC 4291)'],
  ['::/128', 'reserved', 'the unspecified address (RFC 4291)'],
  ['100::/64', 'reserved', 'reserved for discarding (RFC 6666)'],
  ['2001:db8::/32', 'reserved', 'reserved for documentation (RFC 3849)'],
  ['3fff::/20', 'reserved', 'reserved for documentation (RFC 9637)'],
  ['ff00::/8', 'reserved', 'multicast (RFC 4291)'],
]

export const specialBlocks: readonly SpecialBlock[] = source.flatMap(([text, kind, name]) => {
  const network = parseCanonicalNetwork(text)
  return network === null ? [] : [{ network, kind, name }]
})

/** The special block in which the whole network lies, if any. */
export function specialBlockOf(network: Network): SpecialBlock | null {
  return specialBlocks.find((block) => isWithin(network, block.network)) ?? null
}

function isWithin(inner: Network, outer: Network): boolean {
  return inner.family === outer.family && inner.first >= outer.first && lastAddress(inner) <= lastAddress(outer)
}
