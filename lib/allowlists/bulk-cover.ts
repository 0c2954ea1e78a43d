import { type Network, storedNetwork } from '#lib/ip/network'
import type { MergedLines } from './bulk-merge.ts'
import type { BulkMode, PresentEntry } from './bulk-preview.ts'
import { CoverIndex } from './cover-index.ts'
import { isInForce } from './listed-entry.ts'

/** What admits a network already; `line` is null for an entry of the list as it is now. */
export type CoveredBy = { readonly network: Network; readonly line: number | null }

type Lists = {
  readonly merged: MergedLines
  readonly present: readonly PresentEntry[]
  readonly stored: ReadonlyMap<string, PresentEntry>
  readonly mode: BulkMode
  readonly now: Date
}

const STEP = 500

/** Everything that will admit somebody once the lines are in the list. */
export function* coveringEntries(lists: Lists): Generator<void, CoverIndex<CoveredBy>> {
  const index = new CoverIndex<CoveredBy>()
  addLines(index, lists)
  yield
  // A list that is replaced admits nobody any more.
  for (const [place, entry] of lists.mode === 'add' ? lists.present.entries() : []) {
    if (place % STEP === STEP - 1) yield
    if (!isInForce(entry, lists.now)) continue
    const network = storedNetwork(entry.network)
    index.add({ network, lasts: entry.expiresAt, of: { network, line: null } })
  }
  return index
}

function addLines(index: CoverIndex<CoveredBy>, { merged, stored, mode, now }: Lists): void {
  for (const [text, { entry, line }] of merged.entries) {
    const there = stored.get(text)
    // Adding leaves what is there as it is, whatever the line says of it.
    if (there !== undefined && mode === 'add') continue
    const { network, enabled = there?.enabled ?? true, expiresAt = there?.expiresAt ?? null } = entry
    if (isInForce({ enabled, expiresAt }, now))
      index.add({ network, lasts: expiresAt, of: { network, line: line.line } })
  }
}
