import { type ListEntry, networkText } from './allowed-ips.ts'

export type PlacedEntry = { network: string; note: string | null; position: number; written: string | null }

/** An entry as it is stored. `network` is its canonical text. */
export type StoredEntry = PlacedEntry & { id: string; enabled: boolean; expiresAt: Date | null }

/** What must be written to turn one list into another. Entries that stay keep their row, so also who added them and when. */
export type EntryChanges = {
  added: readonly PlacedEntry[]
  removed: readonly StoredEntry[]
  /** Same network with another note, place or spelling. */
  altered: readonly StoredEntry[]
}

export function entryChanges(stored: readonly StoredEntry[], wanted: readonly ListEntry[]): EntryChanges {
  const left = new Map(stored.map((entry) => [entry.network, entry]))
  const added: PlacedEntry[] = []
  const altered: StoredEntry[] = []
  for (const [position, entry] of wanted.entries()) {
    const network = networkText(entry)
    const existing = left.get(network)
    left.delete(network)
    const { note, written = existing?.written ?? null } = entry
    if (existing === undefined) added.push({ network, note, position, written })
    else if (existing.note !== note || existing.position !== position || existing.written !== written) {
      altered.push({ ...existing, note, position, written })
    }
  }
  return { added, removed: [...left.values()], altered }
}

export function isUnchanged(changes: EntryChanges): boolean {
  return changes.added.length + changes.removed.length + changes.altered.length === 0
}
