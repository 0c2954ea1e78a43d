import type { ImportEntry } from '#lib/allowlists/bulk-merge'
import type { BulkMode } from '#lib/allowlists/bulk-preview'
import type { ListImportInput } from '#lib/allowlists/import-schema'
import { formatNetwork } from '#lib/ip/network'
import type { SelectedRanges } from '#lib/ranges/selection'

/** Entries as a server action takes them. */
export function entriesChange(entries: readonly ImportEntry[], mode: BulkMode): ListImportInput {
  return {
    kind: 'entries',
    mode,
    entries: entries.map(({ network, expiresAt, ...says }) => ({
      ...says,
      network: formatNetwork(network),
      ...(expiresAt === undefined ? {} : { expiresAt: expiresAt?.toISOString() ?? null }),
    })),
  }
}

export function sourceChange({ source, note, networks }: SelectedRanges): ListImportInput {
  return { kind: 'source', source, note, networks: networks.map(formatNetwork) }
}

/** What one request may carry, with room for the rest of it. */
const MAX_BYTES = 1_900_000

/** Ten thousand entries fit; with very long notes they may not. */
export function isTooLarge(change: ListImportInput): boolean {
  return new Blob([JSON.stringify(change)]).size > MAX_BYTES
}
