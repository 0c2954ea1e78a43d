import { shortName } from '../keys/key-table.ts'
import type { View } from '../output.ts'
import { printable } from '../terminal/printable.ts'
import type { Style } from '../terminal/style.ts'
import type { Column } from '../terminal/table.ts'
import type { Version, VersionDiff, VersionEntry } from '../wire.ts'

const columns: readonly Column[] = [
  { title: 'VERSION' },
  { title: 'WHEN' },
  { title: 'WHO', shrinks: true },
  { title: 'FROM' },
  { title: 'MODE' },
  { title: 'ENTRIES' },
  { title: 'CHANGED' },
]

/** Versions of a list in all forms. */
export function versionsView(value: unknown, versions: readonly Version[]): View {
  return {
    value,
    human: { columns, rows: versions.map(row) },
    quiet: versions.map(({ version_id = '' }) => version_id),
  }
}

function row(version: Version): readonly string[] {
  const { version_id = '', create_time = '', actor = '', address, door = '', access_mode, entry_count = 0 } = version
  const from = [address ?? 'unknown', door].join(' ')
  return [
    version_id,
    create_time,
    actor,
    from,
    shortName(access_mode, 'ACCESS_MODE_'),
    String(entry_count),
    counts(version),
  ]
}

function counts({ added_count = 0, removed_count = 0, changed_count = 0 }: Version): string {
  return `+${added_count} -${removed_count} ~${changed_count}`
}

/** What differs between two versions, line by line. */
export function versionDiffView(diff: VersionDiff): View {
  return {
    value: diff,
    human: (style) =>
      diffLines(diff, style)
        .map((line) => `${line}\n`)
        .join(''),
    quiet: [...(diff.added ?? []), ...(diff.removed ?? [])].map(({ network = '' }) => network),
  }
}

function diffLines(diff: VersionDiff, style: Style): readonly string[] {
  const { added = [], removed = [], changed = [], access_mode, allowlists, gained, lost } = diff
  const lines = [
    ...(access_mode ? [`Access mode: ${mode(access_mode.before)} before, ${mode(access_mode.after)} after`] : []),
    ...removed.map((entry) => style.red(`- ${entryText(entry)}`)),
    ...added.map((entry) => style.green(`+ ${entryText(entry)}`)),
    ...changed.map(({ before = {}, after = {} }) => `~ ${entryText(after)}  (was ${entryText(before)})`),
    ...(allowlists?.removed ?? []).map(({ name = '' }) => style.red(`- named list ${printable(name)}`)),
    ...(allowlists?.added ?? []).map(({ name = '' }) => style.green(`+ named list ${printable(name)}`)),
  ]
  if (lines.length === 0) return ['Nothing differs.']
  return [...lines, `Addresses: ${gained?.address_count ?? '?'} gained, ${lost?.address_count ?? '?'} lost`]
}

const mode = (name: string | undefined) => shortName(name, 'ACCESS_MODE_')

function entryText({ network = '', note, enabled, expire_time }: VersionEntry): string {
  const parts = [
    network,
    ...(note ? [`# ${note}`] : []),
    ...(enabled === false ? ['off'] : []),
    ...(expire_time ? [`until ${expire_time}`] : []),
  ]
  return printable(parts.join('  '))
}
