import type { Tx } from '#lib/db'
import type { Address } from '#lib/ip/address'
import { nearest } from '#lib/ip/nearest'
import { type Network, sameNetwork } from '#lib/ip/network'
import { type KeyPlace, readKey } from './key-resource.ts'
import { isInForce, type ListedEntry } from './listed-entry.ts'
import type { AccessMode } from './views.ts'

/** Whether a key's list admits an address, by which entry, or what is nearest to it. For the key's owner only. */
export type AddressCheck = {
  allowed: boolean
  accessMode: AccessMode
  entry: ListedEntry | null
  message: string
  nearest: ListedEntry | null
}

/** Null when there is no such key. */
export async function checkAddress(
  db: Tx,
  place: KeyPlace,
  { keyId, address }: { keyId: string; address: Address },
): Promise<AddressCheck | null> {
  const key = await readKey(db, place, keyId)
  if (key === null) return null
  const inForce = key.entries.filter((entry) => isInForce(entry, key.now))
  const found = nearest(
    inForce.map((entry) => entry.network),
    address,
  )
  const byNetwork = (network: Network | null) =>
    network === null ? null : (inForce.find((entry) => sameNetwork(entry.network, network)) ?? null)
  const entry = byNetwork(found.matched)
  return {
    allowed: key.accessMode !== 'enforce' || entry !== null,
    accessMode: key.accessMode,
    entry,
    message: found.message,
    nearest: found.matched === null ? byNetwork(found.nearest) : null,
  }
}
