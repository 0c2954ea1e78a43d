import { asStored } from '#lib/allowlists/bulk-plan'
import type { StoredEntry, WantedEntry } from '#lib/allowlists/entry-changes'
import { formatNetwork, type Network } from '#lib/ip/network'

/** What importing a source anew does to a list. */
export type SourceChange<E> = {
  readonly added: readonly Network[]
  /** Of this source, and no longer among its ranges. */
  readonly removed: readonly E[]
  /** Of this source, and still among its ranges: as they are, with their note, switch and expiry. */
  readonly kept: readonly E[]
  /** Among its ranges, and in the list already by hand or from another source, which it stays. */
  readonly elsewhere: readonly E[]
}

type Entry = Pick<StoredEntry, 'network' | 'source'>

/** Nothing of another source or by hand is touched. */
export function sourceChange<E extends Entry>(
  present: readonly E[],
  { source, networks }: { source: string; networks: readonly Network[] },
): SourceChange<E> {
  const published = new Set(networks.map(formatNetwork))
  const there = new Set(present.map((entry) => entry.network))
  const own = present.filter((entry) => entry.source === source)
  return {
    added: networks.filter((network) => !there.has(formatNetwork(network))),
    removed: own.filter((entry) => !published.has(entry.network)),
    kept: own.filter((entry) => published.has(entry.network)),
    elsewhere: present.filter((entry) => entry.source !== source && published.has(entry.network)),
  }
}

export type PublishedEntry = { readonly network: Network; readonly note: string | null }

/** The whole list after it: what stays in its order, and what is new behind it. */
export function wantedAfterSource(
  stored: readonly StoredEntry[],
  { source, ranges }: { source: string; ranges: readonly PublishedEntry[] },
): readonly WantedEntry[] {
  const notes = new Map(ranges.map(({ network, note }) => [formatNetwork(network), note]))
  const change = sourceChange(stored, { source, networks: ranges.map((range) => range.network) })
  const gone = new Set(change.removed.map((entry) => entry.network))
  return [
    ...stored.filter((entry) => !gone.has(entry.network)).map(asStored),
    ...change.added.map((network) => ({ network, note: notes.get(formatNetwork(network)) ?? null, source })),
  ]
}
