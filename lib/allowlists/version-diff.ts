import { diffNetworks } from '#lib/ip/diff'
import { type Network, parseCanonicalNetwork } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { isSameState } from './entry-changes.ts'
import { isInForce } from './listed-entry.ts'
import type { UsedList, VersionEntry } from './version-event.ts'
import type { ListState } from './versions.ts'

export type AlteredEntry = { readonly before: VersionEntry; readonly after: VersionEntry }

/** What differs between two states of a list. */
export type VersionDiff = {
  readonly added: readonly VersionEntry[]
  readonly removed: readonly VersionEntry[]
  /** Same network, another note, switch, expiry or source. */
  readonly altered: readonly AlteredEntry[]
  readonly accessMode: { readonly before: AccessMode; readonly after: AccessMode } | null
  /** Named lists that a key took up and let go; null where one of the two does not know. */
  readonly lists: { readonly added: readonly UsedList[]; readonly removed: readonly UsedList[] } | null
  /**
   * Addresses as the fewest networks, of the entries that would be in force at `now` under either list. An entry whose time is
   * over admits nobody, whenever it was listed.
   */
  readonly gained: readonly Network[]
  readonly lost: readonly Network[]
}

export function versionDiff(before: ListState, after: ListState, now: Date): VersionDiff {
  const was = new Map(before.entries.map((entry) => [entry.network, entry]))
  const is = new Map(after.entries.map((entry) => [entry.network, entry]))
  const { gained, lost } = diffNetworks(networksInForce(before, now), networksInForce(after, now))
  return {
    added: after.entries.filter(({ network }) => !was.has(network)),
    removed: before.entries.filter(({ network }) => !is.has(network)),
    altered: after.entries.flatMap((entry) => {
      const known = was.get(entry.network)
      return known === undefined || isSameState(known, entry) ? [] : [{ before: known, after: entry }]
    }),
    accessMode: before.accessMode === after.accessMode ? null : { before: before.accessMode, after: after.accessMode },
    lists: before.lists === null || after.lists === null ? null : listsDiff(before.lists, after.lists),
    gained,
    lost,
  }
}

function listsDiff(before: readonly UsedList[], after: readonly UsedList[]): VersionDiff['lists'] {
  const missing = (from: readonly UsedList[]) => (list: UsedList) => from.every((other) => other.id !== list.id)
  return { added: after.filter(missing(before)), removed: before.filter(missing(after)) }
}

/** What cannot be read as a network of ours admits nobody. */
function networksInForce({ entries }: ListState, now: Date): Network[] {
  return entries.filter((entry) => isInForce(entry, now)).flatMap((entry) => parseCanonicalNetwork(entry.network) ?? [])
}

/** Whether nothing at all differs, the order of the entries apart. */
export function isSameVersion({ added, removed, altered, accessMode, lists }: VersionDiff): boolean {
  const moved = added.length + removed.length + altered.length
  return moved === 0 && accessMode === null && (lists === null || lists.added.length + lists.removed.length === 0)
}
