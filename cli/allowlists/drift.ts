import { formatNetwork } from '#lib/ip/network'
import type { KeyResource, ListedEntry } from '../wire.ts'
import type { Declared, DeclaredEntry } from './declared.ts'
import { stateOf } from './entry-table.ts'

/** What PATCH is told about an entry that is there. */
export type EntryChange = { readonly enabled?: true; readonly note?: string; readonly expire_time?: string | null }

export type ChangedEntry = {
  readonly entry: ListedEntry
  readonly change: EntryChange
  readonly why: readonly string[]
}

/** How a key differs from what was declared for it. */
export type Drift = {
  readonly add: readonly DeclaredEntry[]
  readonly change: readonly ChangedEntry[]
  /** There, and not declared. */
  readonly undeclared: readonly ListedEntry[]
  readonly kept: readonly ListedEntry[]
  /** The key shall work from any address, and does not yet, or has entries still. */
  readonly opens: boolean
  /** The key works from any address, and shall not. */
  readonly closes: boolean
}

export type Actual = { readonly key: KeyResource; readonly entries: readonly ListedEntry[] }

/** Compares by network, so `10.1.0.0/8` in the file is `10.0.0.0/8` there. Entries declared as over already count as absent. */
export function driftOf(declared: Declared, { key, entries }: Actual, now: Date): Drift {
  const isOpen = key.access_mode === 'ACCESS_MODE_OPEN'
  const wanted = new Map<string, DeclaredEntry>()
  for (const entry of declared.entries)
    if (entry.expires === null || entry.expires > now) wanted.set(formatNetwork(entry.network), entry)

  const change: ChangedEntry[] = []
  const undeclared: ListedEntry[] = []
  const kept: ListedEntry[] = []
  for (const entry of entries) {
    const declaration = wanted.get(entry.network ?? '')
    wanted.delete(entry.network ?? '')
    const changed = declaration === undefined ? null : changeOf(entry, declaration, now)
    if (declaration === undefined) undeclared.push(entry)
    else if (changed === null) kept.push(entry)
    else change.push(changed)
  }
  const opens = declared.open && (!isOpen || entries.length > 0)
  return { add: [...wanted.values()], change, undeclared, kept, opens, closes: isOpen && !declared.open }
}

export function isInSync({ add, change, undeclared, opens, closes }: Drift): boolean {
  return add.length + change.length + undeclared.length === 0 && !opens && !closes
}

/** Null when the entry is as declared. */
function changeOf(entry: ListedEntry, declared: DeclaredEntry, now: Date): ChangedEntry | null {
  const before = entry.expire_time ? Date.parse(entry.expire_time) : null
  const after = declared.expires?.getTime() ?? null
  const isOff = entry.enabled === false
  const noteDiffers = declared.note !== undefined && declared.note !== (entry.note ?? '')
  const why = [
    ...(isOff ? ['switched off'] : []),
    ...(before === after ? [] : [`${expiryText(before, entry, now)} → ${timeText(after)}`]),
    ...(noteDiffers ? [`note ${JSON.stringify(entry.note ?? '')} → ${JSON.stringify(declared.note)}`] : []),
  ]
  if (why.length === 0) return null
  const change: EntryChange = {
    ...(isOff ? { enabled: true as const } : {}),
    ...(before === after ? {} : { expire_time: declared.expires?.toISOString() ?? null }),
    ...(noteDiffers ? { note: declared.note ?? '' } : {}),
  }
  return { entry, change, why }
}

function expiryText(time: number | null, entry: ListedEntry, now: Date): string {
  return stateOf({ ...entry, enabled: true }, now) === 'expired' ? 'expired' : timeText(time)
}

function timeText(time: number | null): string {
  return time === null ? 'no expiry' : `expires ${new Date(time).toISOString()}`
}
