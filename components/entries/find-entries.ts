import { parseAddress } from '#lib/ip/address'
import { parseEntry } from '#lib/ip/entry'
import { networkContains } from '#lib/ip/network'

type Findable = { id: string; text: string; note: string | null; addedBy?: string | null }

/**
 * Finds text in network, note and author; a whole address also finds the entries that contain it. `kept`: the ids of entries
 * that stay, found or not.
 */
export function findEntries<Entry extends Findable>(
  entries: readonly Entry[],
  query: string,
  kept: ReadonlySet<string> = NONE,
): readonly Entry[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return entries
  const address = parseAddress(wanted)
  return entries.filter(({ id, text, note, addedBy }) => {
    if (kept.has(id)) return true
    if ([text, note, addedBy].some((part) => part?.toLowerCase().includes(wanted))) return true
    if (address === null) return false
    const parsed = parseEntry(text)
    return parsed.ok && parsed.networks.some((network) => networkContains(network, address))
  })
}

const NONE: ReadonlySet<string> = new Set()
