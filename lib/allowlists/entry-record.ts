import type { Json } from '#lib/audit/record'
import { type EntryChanges, isSameState, type PlacedEntry, type StoredEntry } from './entry-changes.ts'

/** An entry as an audit event keeps it; what is plain is left out: no note, switched on, for ever, of no source. */
export type EntryRecord = {
  network: string
  note?: string
  enabled?: false
  expiresAt?: string
  source?: string
}

export function entryRecord({
  network,
  note,
  enabled,
  expiresAt,
  source,
}: Omit<PlacedEntry, 'position' | 'written'>): EntryRecord {
  return {
    network,
    ...(note === null ? {} : { note }),
    ...(enabled ? {} : { enabled: false as const }),
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
    ...(source === null ? {} : { source }),
  }
}

/**
 * What a change took away and brought, so that any earlier list can be put together again. An entry that was altered is in
 * both; one that only moved in the order is in neither.
 */
export function recordedChanges(stored: readonly StoredEntry[], { added, removed, altered }: EntryChanges): Json {
  const was = new Map(stored.map((entry) => [entry.id, entry]))
  const restated = altered.filter((entry) => {
    const before = was.get(entry.id)
    return before !== undefined && !isSameState(before, entry)
  })
  const before = restated.flatMap((entry) => was.get(entry.id) ?? [])
  return { removed: [...removed, ...before].map(entryRecord), added: [...added, ...restated].map(entryRecord) }
}
