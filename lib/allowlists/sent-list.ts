import { type ListEntry, networkText } from './allowed-ips.ts'
import type { StoredEntry, WantedEntry } from './entry-changes.ts'

/**
 * A whole list as a program sends it, which is exactly the list afterwards and all of it in force. Such lists carry no notes,
 * so entries that stay keep theirs.
 */
export function sentList(stored: readonly StoredEntry[], entries: readonly ListEntry[], now: Date): WantedEntry[] {
  const known = new Map(stored.map((entry) => [entry.network, entry]))
  return entries.map((entry) => {
    const same = known.get(networkText(entry))
    const isOver = same !== undefined && same.expiresAt !== null && same.expiresAt <= now
    return { ...entry, note: entry.note ?? same?.note ?? null, enabled: true, ...(isOver ? { expiresAt: null } : {}) }
  })
}
