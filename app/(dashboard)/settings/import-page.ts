import type { ImportPanel } from '#components/bulk/import-workbench'
import type { PresentEntry } from '#lib/allowlists/bulk-preview'
import type { EntryView } from '#lib/allowlists/entry-views'

/** `from`: which way to import is open. */
export type ImportPageProps = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ from?: string | string[] }>
}

export async function openPanel(searchParams: ImportPageProps['searchParams']): Promise<ImportPanel> {
  return (await searchParams).from === 'ranges' ? 'ranges' : 'lines'
}

/** What a preview needs of an entry, and no more: ten thousand of them go to the browser. */
export function presentEntries(entries: readonly EntryView[]): PresentEntry[] {
  return entries.map(({ network, note, enabled, expiresAt, source }) => ({ network, note, enabled, expiresAt, source }))
}
