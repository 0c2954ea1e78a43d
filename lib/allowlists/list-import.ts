import { type PublishedEntry, wantedAfterSource } from '#lib/ranges/replace-source'
import type { AccessMode } from '#lib/verify/key-record'
import type { ImportEntry } from './bulk-merge.ts'
import { wantedAfterImport } from './bulk-plan.ts'
import type { BulkMode } from './bulk-preview.ts'
import type { StoredEntry, WantedEntry } from './entry-changes.ts'

/** `entries`: lines of a text or a file. `source`: everything that one choice of published ranges names, and no more. */
export type ListImport =
  | { readonly kind: 'entries'; readonly mode: BulkMode; readonly entries: readonly ImportEntry[] }
  | { readonly kind: 'source'; readonly source: string; readonly ranges: readonly PublishedEntry[] }

/** The whole list after an import. */
export function wantedAfter(stored: readonly StoredEntry[], change: ListImport): readonly WantedEntry[] {
  return change.kind === 'entries' ? wantedAfterImport(stored, change) : wantedAfterSource(stored, change)
}

/** An import never opens anything, and closes what is open only when that is asked for. */
export function modeAfter(mode: AccessMode, enforce: boolean): AccessMode {
  return enforce && mode === 'open' ? 'enforce' : mode
}
