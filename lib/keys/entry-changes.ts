import { type ListEntry, networkText } from './allowed-ips.ts'

/** An entry as it is stored. `network` is its canonical text. */
export type StoredEntry = { id: string; network: string; note: string | null; position: number }

export type PlacedEntry = { network: string; note: string | null; position: number }

/** What must be written to turn one list into another. Entries that stay keep their row, so also who added them and when. */
export type EntryChanges = {
  added: readonly PlacedEntry[]
  removed: readonly StoredEntry[]
  /** Same network with another note or place. */
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
    if (existing === undefined) added.push({ network, note: entry.note, position })
    else if (existing.note !== entry.note || existing.position !== position) {
      altered.push({ ...existing, note: entry.note, position })
    }
  }
  return { added, removed: [...left.values()], altered }
}

export function isUnchanged(changes: EntryChanges): boolean {
  return changes.added.length + changes.removed.length + changes.altered.length === 0
}
