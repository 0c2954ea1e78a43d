import { type AllowlistItem, parseAllowlist } from '#lib/ip/allowlist'
import { displayNetwork, type Network } from '#lib/ip/network'

const namedRanges: ReadonlyMap<string, string> = new Map([
  ['loopback', '127.0.0.0/8, ::1/128'],
  ['private', '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7'],
])

export type TrustedProxies = { ok: true; networks: readonly Network[] } | { ok: false; message: string }

/** Reads TRUSTED_PROXIES: entries as in an allowlist, and the names `loopback` and `private`. Blank text names none. */
export function parseTrustedProxies(text: string): TrustedProxies {
  const list = parseAllowlist(text)
  if (list.kind === 'empty') return { ok: true, networks: [] }
  if (list.kind === 'separators_only')
    return { ok: false, message: 'has separators only; list addresses, or leave it out' }
  const networks: Network[] = []
  for (const item of list.items) {
    const read = networksOf(item)
    if (typeof read === 'string') return { ok: false, message: read }
    networks.push(...read)
  }
  const any = networks.find((network) => network.prefixBits === 0)
  if (any === undefined) return { ok: true, networks }
  const message = `trusts everyone by ${displayNetwork(any)}, so no caller could be told from a proxy; where proxies have no fixed addresses, set TRUSTED_PROXY_HOPS instead`
  return { ok: false, message }
}

function networksOf(item: AllowlistItem): readonly Network[] | string {
  const named = namedRanges.get(item.text)
  const list = named === undefined ? null : parseAllowlist(named)
  if (list?.kind === 'items') return list.networks.map(({ network }) => network)
  if (item.parsed.ok) return item.parsed.networks
  const { problem, suggestion } = item.parsed
  const hint = suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`
  return `has an entry that cannot be read, “${item.text}”: ${problem.message}${hint}. Use addresses, networks, loopback or private`
}
