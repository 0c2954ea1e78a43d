import type { ListEntry } from '#lib/allowlists/allowed-ips'
import { formatAllowlist } from '#lib/ip/allowlist'
import { formatNetwork, storedNetwork } from '#lib/ip/network'
import type { TokenAccessMode } from './views.ts'

/** As the database keeps a token's list: canonical networks, each with its prefix. */
export type StoredList = { accessMode: TokenAccessMode; networks: string[] }

/** The schema has seen the confirmation of an empty list. */
export function storedList(entries: readonly ListEntry[]): StoredList {
  return {
    accessMode: entries.length === 0 ? 'open' : 'enforce',
    networks: entries.map(({ network }) => formatNetwork(network)),
  }
}

/** Stored networks as the parser knows them. What cannot be read was not written by us: it stops the caller. */
export function readNetworks(stored: readonly string[]): ListEntry[] {
  return stored.map((text) => {
    const network = storedNetwork(text)
    return { network, note: null }
  })
}

/** A stored list as its field shows it. */
export function listText(stored: readonly string[]): string {
  return formatAllowlist(readNetworks(stored))
}
