import type { Address } from '#lib/ip/address'
import { intersection } from '#lib/ip/algebra'
import { type Network, networkContains, parseCanonicalNetwork } from '#lib/ip/network'
import type { TokenClaims } from './claims.ts'

/** What a token allows of what its key allows. Every one of the lists of `networks` must admit the caller; none: any caller. */
export type Grant = {
  readonly scopes: readonly string[]
  readonly networks: readonly (readonly Network[])[]
  /** From then on it is not valid. Milliseconds since the epoch. */
  readonly expiresAtMs: number
}

/** Null when the sealed list cannot be read: such a token admits nobody. */
export function grantOf(claims: TokenClaims): Grant | null {
  const { scp: scopes, exp, acl } = claims
  const list = acl?.map(parseCanonicalNetwork) ?? []
  const networks = list.filter((network) => network !== null)
  if (networks.length !== list.length) return null
  return { scopes, networks: acl === undefined ? [] : [networks], expiresAtMs: exp * 1000 }
}

/** Whether each of the lists has the address in it. An empty list has none; no lists at all admit everybody. */
export function admitsAddress(lists: Grant['networks'], address: Address): boolean {
  return lists.every((list) => list.some((network) => networkContains(network, address)))
}

/** The fewest networks that admit what all lists admit; null when there is no list, so that nothing is restricted. */
export function commonNetworks(lists: Grant['networks']): readonly Network[] | null {
  return lists.length === 0 ? null : lists.reduce((common, list) => intersection(common, list))
}
