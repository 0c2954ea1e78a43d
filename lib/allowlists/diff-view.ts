import { formatCount, totalAddresses } from '#lib/ip/count'
import { displayNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import { isSameVersion, type VersionDiff } from './version-diff.ts'
import type { VersionEntry } from './version-event.ts'

/** An entry for people. `text`: its network as they write it. */
export type EntryLine = Omit<VersionEntry, 'network'> & { readonly text: string }

/** At most `MOST_SHOWN` of them, and how many there are in all. */
export type Some<T> = { readonly total: number; readonly shown: readonly T[] }

/** What differs between two versions, ready to be shown. `count`: "256 addresses". */
export type DiffView = Pick<VersionDiff, 'accessMode' | 'lists'> & {
  readonly added: Some<EntryLine>
  readonly removed: Some<EntryLine>
  readonly altered: Some<{ readonly before: EntryLine; readonly after: EntryLine }>
  readonly gained: AddressesView
  readonly lost: AddressesView
  readonly isSame: boolean
}

export type AddressesView = Some<string> & { readonly count: string; readonly any: boolean }

const MOST_SHOWN = 200
const MOST_NETWORKS = 12

export function diffView(diff: VersionDiff): DiffView {
  const { accessMode, lists, added, removed, altered, gained, lost } = diff
  return {
    ...{ accessMode, lists },
    added: some(added, entryLine),
    removed: some(removed, entryLine),
    altered: some(altered, ({ before, after }) => ({ before: entryLine(before), after: entryLine(after) })),
    gained: addressesView(gained),
    lost: addressesView(lost),
    isSame: isSameVersion(diff),
  }
}

function some<From, To>(all: readonly From[], shownAs: (one: From) => To): Some<To> {
  return { total: all.length, shown: all.slice(0, MOST_SHOWN).map(shownAs) }
}

function addressesView(networks: readonly Network[]): AddressesView {
  const shown = networks.slice(0, MOST_NETWORKS).map(displayNetwork)
  return { total: networks.length, shown, count: formatCount(totalAddresses(networks)), any: networks.length > 0 }
}

export function entryLine({ network: text, ...entry }: VersionEntry): EntryLine {
  const network = parseCanonicalNetwork(text)
  return { ...entry, text: network === null ? text : displayNetwork(network) }
}
