import type { BulkMode } from '#lib/allowlists/bulk-preview'

type Counts = { entries: number; removed: number }

/** What the button says it does. */
export function importWords(counts: Counts | null, mode: BulkMode): string {
  if (counts === null || counts.entries === 0) return mode === 'add' ? 'Import' : 'Replace the list'
  const entries = `${counts.entries.toLocaleString('en-US')} ${mode === 'add' ? 'new ' : ''}${counts.entries === 1 ? 'entry' : 'entries'}`
  return mode === 'add' ? `Import ${entries}` : `Replace the list by ${entries}`
}
