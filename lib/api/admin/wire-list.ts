import { echoOf, isInForce } from '#lib/allowlists/listed-entry'
import { totalAddresses } from '#lib/ip/count'
import { formatNetwork } from '#lib/ip/network'
import type { ListResource } from '#lib/lists/list-resource'
import type { ListRow } from '#lib/lists/views'
import { validatorOf } from './validator.ts'
import { wireAccessMode } from './wire-key.ts'

/** RFC 3339, UTC. */
const time = (at: Date) => at.toISOString()

/** A named list on the wire, with the entries that are in force. */
export function wireList(list: ListResource) {
  const { addresses, ...entries } = entriesOf(list)
  return {
    allowlist_id: list.id,
    name: list.name,
    description: list.description ?? '',
    entry_count: entries.allowed_cidrs.length,
    address_count: addresses,
    key_count: list.keyCount,
    create_time: time(list.createdAt),
    update_time: time(list.updatedAt),
    ...entries,
  }
}

/** A named list among many: without its entries, of which there may be very many. */
export function wireListRow(list: ListRow) {
  return {
    allowlist_id: list.id,
    name: list.name,
    description: list.description ?? '',
    entry_count: list.entryCount,
    address_count: String(list.addresses),
    key_count: list.keyCount,
    create_time: time(list.createdAt),
    update_time: time(list.updatedAt),
  }
}

/** The ceiling on the wire. `ACCESS_MODE_OPEN`: it is off. */
export function wireCeiling(ceiling: ListResource) {
  const { addresses, ...entries } = entriesOf(ceiling)
  return {
    access_mode: wireAccessMode[ceiling.accessMode],
    entry_count: entries.allowed_cidrs.length,
    address_count: addresses,
    update_time: time(ceiling.updatedAt),
    ...entries,
  }
}

function entriesOf({ entries, now }: ListResource) {
  const inForce = entries.filter((entry) => isInForce(entry, now))
  return {
    addresses: String(totalAddresses(inForce.map((entry) => entry.network))),
    allowed_cidrs: inForce.map(echoOf),
    canonical_cidrs: inForce.map((entry) => formatNetwork(entry.network)),
  }
}

/**
 * A strong validator of a list and its entries (RFC 9110 §8.8.3): the same as long as nobody changed anything. Which keys use
 * it is no change of the list.
 */
export function etagOfList(list: ListResource): string {
  const { id, name, description, createdAt, updatedAt, accessMode } = list
  return validatorOf([id, name, description, createdAt, updatedAt, accessMode], list)
}
