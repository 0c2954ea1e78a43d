import type { Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import type { AccessMode } from '#lib/verify/key-record'
import { type DiffView, diffView, type EntryLine, entryLine } from './diff-view.ts'
import { findSubject, type SubjectPlace } from './find-subject.ts'
import { readHistory } from './read-history.ts'
import type { ListSubject } from './subject.ts'
import { versionDiff } from './version-diff.ts'
import type { UsedList } from './version-event.ts'
import { findVersion, type VersionRow } from './version-queries.ts'
import { type ListHistory, type ToldVersion, versionAt } from './versions.ts'

/** Who made a version and when. */
export type VersionHead = Pick<VersionRow, 'number' | 'at' | 'label' | 'who' | 'address' | 'door'>

/** A whole version for its page. */
export type ShownVersion = VersionHead & {
  readonly accessMode: AccessMode
  readonly entries: readonly EntryLine[]
  readonly lists: readonly UsedList[] | null
  /** Entries that may have been otherwise. */
  readonly unsure: readonly string[]
  readonly isLatest: boolean
}

export type ComparedVersions = {
  readonly a: VersionHead
  readonly b: VersionHead
  readonly diff: DiffView
  readonly isUnsure: boolean
}

/** Null when none is asked for, there is no such version, or no such list in the workspace. */
export async function shownVersion(place: SubjectPlace, number: number | null): Promise<ShownVersion | null> {
  if (number === null) return null
  return reading(place, [number], async (tx, { history }) => {
    const [version, row] = [versionAt(history, number), await findVersion(tx, place, number)]
    if (version === null || row === null) return null
    return {
      ...headOf(row),
      accessMode: version.accessMode,
      entries: version.entries.map(entryLine),
      lists: version.lists,
      unsure: unsureOf(version),
      isLatest: number === history.pruned + history.events.length,
    }
  })
}

export type VersionPair = { readonly a: number | null; readonly b: number | null }

/** What differs from version `a` to version `b`. Null as above. */
export async function comparedVersions(place: SubjectPlace, { a, b }: VersionPair): Promise<ComparedVersions | null> {
  if (a === null || b === null) return null
  return reading(place, [a, b], async (tx, { history, subject }) => {
    const [before, after] = [versionAt(history, a), versionAt(history, b)]
    const [from, to] = [await findVersion(tx, place, a), await findVersion(tx, place, b)]
    if (before === null || after === null || from === null || to === null) return null
    return {
      a: headOf(from),
      b: headOf(to),
      diff: diffView(versionDiff(before, after, subject.now)),
      isUnsure: before.unsure.length + after.unsure.length > 0,
    }
  })
}

type Read = { subject: ListSubject; history: ListHistory }

/** At one moment, so that events and list belong together. */
function reading<T>(
  place: SubjectPlace,
  numbers: readonly number[],
  read: (tx: Tx, found: Read) => Promise<T | null>,
): Promise<T | null> {
  return snapshot(async (tx) => {
    const subject = await findSubject(tx, place)
    return subject === null ? null : read(tx, { subject, history: await readHistory(tx, subject, numbers) })
  })
}

function headOf({ number, at, label, who, address, door }: VersionRow): VersionHead {
  return { number, at, label, who, address, door }
}

export function unsureOf({ entries, unsure }: ToldVersion): string[] {
  const known = new Map(entries.map((entry) => [entry.network, entryLine(entry).text]))
  return unsure.map((network) => known.get(network) ?? network)
}
