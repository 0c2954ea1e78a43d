import { parseAddress } from '#lib/ip/address'
import type { AllowlistItem } from '#lib/ip/allowlist'
import { displayNetwork, networkContains } from '#lib/ip/network'
import type { ReadItems } from './list-reading.ts'

export type EntryFilter = 'all' | 'problems' | 'warnings'

/**
 * The places of the entries to show. A search finds text as typed, canonical form and note; a whole address also finds
 * the entries that contain it.
 */
export function foundEntries(
  reading: ReadItems,
  { filter, query }: { filter: EntryFilter; query: string },
): readonly number[] {
  const places = filteredPlaces(reading, filter)
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return places
  const matches = matcherOf(wanted)
  return places.filter((place) => {
    const item = reading.items[place]
    return item !== undefined && matches(item)
  })
}

function filteredPlaces({ items, problems, warnings }: ReadItems, filter: EntryFilter): readonly number[] {
  if (filter === 'problems') return problems
  if (filter === 'warnings') return [...warnings.keys()].sort((a, b) => a - b)
  return items.map((_, place) => place)
}

function matcherOf(wanted: string): (item: AllowlistItem) => boolean {
  const address = parseAddress(wanted)
  return ({ text, note, parsed }) => {
    if (text.toLowerCase().includes(wanted) || note?.toLowerCase().includes(wanted)) return true
    if (!parsed.ok) return false
    return parsed.networks.some((network) =>
      address === null ? displayNetwork(network).includes(wanted) : networkContains(network, address),
    )
  }
}
