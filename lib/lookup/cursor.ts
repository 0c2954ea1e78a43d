import { parseCanonicalNetwork } from '#lib/ip/network'
import type { Place } from './places.ts'

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const PLACE = new RegExp(`^([0-9a-f.:/]{3,43})_(${ID})_(${ID})$`)
const SEEN = new RegExp(`^([0-9a-f.:/]{2,43})_(${ID})$`)

/** Reads where a page of admitting keys begins. */
export function readPlace(text: string): Place | null {
  const [, network, owner, keyId] = PLACE.exec(text) ?? []
  if (network === undefined || owner === undefined || keyId === undefined) return null
  return parseCanonicalNetwork(network) === null ? null : { network, owner, keyId }
}

export function placeText({ network, owner, keyId }: Place): string {
  return `${network}_${owner}_${keyId}`
}

/** A key as it was seen from one address. */
export type SeenPlace = { address: string; keyId: string }

export function readSeenPlace(text: string): SeenPlace | null {
  const [, address, keyId] = SEEN.exec(text) ?? []
  if (address === undefined || keyId === undefined) return null
  return parseCanonicalNetwork(address) === null ? null : { address, keyId }
}

export function seenPlaceText({ address, keyId }: SeenPlace): string {
  return `${address}_${keyId}`
}

/** The id of a key, where a page begins. */
export function readKeyPlace(text: string): string | null {
  return new RegExp(`^${ID}$`).test(text) ? text : null
}
