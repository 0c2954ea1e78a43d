import type { EntryChanges, StoredEntry } from './entry-changes.ts'

/** An entry that may not be stored yet. */
export type PlacedListEntry = Omit<StoredEntry, 'id' | 'addedBy' | 'addedAt'>

/** A list as it is once its changes are written, in its order. */
export function placedEntries(
  stored: readonly StoredEntry[],
  { added, removed, altered }: EntryChanges,
): PlacedListEntry[] {
  const gone = new Set([...removed, ...altered].map((entry) => entry.id))
  const kept = stored.filter((entry) => !gone.has(entry.id))
  return [...kept, ...altered, ...added].sort((a, b) => a.position - b.position)
}
