import { type ListEntry, networkText } from './allowed-ips.ts'

export type PlacedEntry = {
  /** Canonical text. */
  network: string
  note: string | null
  position: number
  written: string | null
  enabled: boolean
  expiresAt: Date | null
  source: string | null
}

/** An entry as it is stored. */
export type StoredEntry = PlacedEntry & { id: string; addedBy: string | null; addedAt: Date }

/** An entry as it shall be; what is absent stays as it is stored, and of a new one is on, for ever and of no source. */
export type WantedEntry = ListEntry & {
  readonly enabled?: boolean
  readonly expiresAt?: Date | null
  readonly source?: string | null
}

/** What must be written to turn one list into another. Entries that stay keep their row, so also who added them and when. */
export type EntryChanges = {
  added: readonly PlacedEntry[]
  removed: readonly StoredEntry[]
  /** Same network with something else changed: as it is to be. */
  altered: readonly StoredEntry[]
}

export function entryChanges(stored: readonly StoredEntry[], wanted: readonly WantedEntry[]): EntryChanges {
  const left = new Map(stored.map((entry) => [entry.network, entry]))
  const added: PlacedEntry[] = []
  const altered: StoredEntry[] = []
  let last = -1
  for (const entry of wanted) {
    const network = networkText(entry)
    const existing = left.get(network)
    left.delete(network)
    // Positions only give the order, so who stands in it keeps its own: one entry less is one row less, not a list rewritten.
    const position = existing !== undefined && existing.position > last ? existing.position : last + 1
    last = position
    const placed = placedEntry(entry, { network, position, existing })
    if (existing === undefined) added.push(placed)
    else if (!isSame(existing, placed)) altered.push({ ...existing, ...placed })
  }
  return { added, removed: [...left.values()], altered }
}

type Place = { network: string; position: number; existing: StoredEntry | undefined }

function placedEntry(entry: WantedEntry, { network, position, existing }: Place): PlacedEntry {
  const {
    note,
    written = existing?.written ?? null,
    enabled = existing?.enabled ?? true,
    expiresAt = existing?.expiresAt ?? null,
    source = existing?.source ?? null,
  } = entry
  return { network, note, position, written, enabled, expiresAt, source }
}

function isSame(a: PlacedEntry, b: PlacedEntry): boolean {
  return a.position === b.position && a.written === b.written && isSameState(a, b)
}

/** Whether two entries of one network say and do the same, wherever they stand in the list. */
export function isSameState(a: EntryState, b: EntryState): boolean {
  const sameWords = a.note === b.note && a.source === b.source
  return sameWords && a.enabled === b.enabled && a.expiresAt?.getTime() === b.expiresAt?.getTime()
}

type EntryState = Pick<PlacedEntry, 'note' | 'enabled' | 'expiresAt' | 'source'>

export function isUnchanged(changes: EntryChanges): boolean {
  return changes.added.length + changes.removed.length + changes.altered.length === 0
}
