import type { PresentEntry } from '#lib/allowlists/bulk-preview'
import { formatCount, totalAddresses } from '#lib/ip/count'
import type { SourceChange } from '#lib/ranges/replace-source'
import type { SelectedRanges } from '#lib/ranges/selection'

/** "122 ranges, put together exactly as 40 entries: 65,536 addresses." */
export function selectionWords({ rangeCount, networks }: SelectedRanges): string {
  const ranges = `${rangeCount.toLocaleString('en-US')} ${rangeCount === 1 ? 'range' : 'ranges'}`
  const entries = `${networks.length.toLocaleString('en-US')} ${networks.length === 1 ? 'entry' : 'entries'}`
  return `${ranges}, put together exactly as ${entries}: ${formatCount(totalAddresses(networks))}.`
}

/** What the button says it does. */
export function rangeWords({ added, removed }: SourceChange<PresentEntry>): string {
  const plus = added.length === 0 ? null : `add ${added.length.toLocaleString('en-US')}`
  const minus = removed.length === 0 ? null : `remove ${removed.length.toLocaleString('en-US')}`
  if (plus === null && minus === null) return 'Import ranges'
  const words = [plus, minus].filter((part) => part !== null).join(' and ')
  return `Import: ${words}`
}
