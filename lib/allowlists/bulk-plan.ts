import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { formatNetwork, storedNetwork } from '#lib/ip/network'
import type { ImportEntry } from './bulk-merge.ts'
import type { BulkMode, BulkPreview, PresentEntry } from './bulk-preview.ts'
import type { StoredEntry, WantedEntry } from './entry-changes.ts'

/** What of a preview is saved: the new entries, also those that others cover where that is wished; all of them as a new list. */
export function entriesToSave(
  { planned }: Pick<BulkPreview, 'planned'>,
  { mode, withCovered }: { mode: BulkMode; withCovered: boolean },
): readonly ImportEntry[] {
  const isWanted = { new: true, present: mode === 'replace', covered: withCovered }
  return planned.filter(({ status }) => isWanted[status]).map(({ entry }) => entry)
}

/** How many entries the list would have. */
export function sizeAfter(entries: readonly ImportEntry[], present: readonly PresentEntry[], mode: BulkMode): number {
  if (mode === 'replace') return entries.length
  const there = new Set(present.map((entry) => entry.network))
  return present.length + entries.filter((entry) => !there.has(formatNetwork(entry.network))).length
}

export function isTooLong(size: number): boolean {
  return size > MAX_ENTRIES
}

/**
 * The whole list after an import. Added entries go behind those that are there, which stay as they are; a replacement has the
 * order of its lines, and what a line does not say of an entry that is there already stays.
 */
export function wantedAfterImport(
  stored: readonly StoredEntry[],
  { entries, mode }: { entries: readonly ImportEntry[]; mode: BulkMode },
): readonly WantedEntry[] {
  const there = new Map(stored.map((entry) => [entry.network, entry]))
  const imported = entries.map((entry) => ({ ...entry, note: noteOf(entry, there.get(formatNetwork(entry.network))) }))
  if (mode === 'replace') return imported
  return [...stored.map(asStored), ...imported.filter((entry) => !there.has(formatNetwork(entry.network)))]
}

/** An entry that stays as it is stored. */
export function asStored({ network: text, note }: Pick<StoredEntry, 'network' | 'note'>): WantedEntry {
  const network = storedNetwork(text)
  return { network, note }
}

function noteOf(entry: ImportEntry, stored: StoredEntry | undefined): string | null {
  return entry.note === undefined ? (stored?.note ?? null) : entry.note
}
