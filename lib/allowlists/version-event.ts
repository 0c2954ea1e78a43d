import { z } from 'zod'
import type { AuditAction } from '#lib/audit/actions'
import { parseEntry } from '#lib/ip/entry'
import { formatNetwork } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'

/** What makes a new version of a list, of whichever owner. Versions are counted by these, so none may be taken out again. */
export const versionActions = [
  'key.create',
  'key.import',
  'key.allowlist',
  'key.access_mode',
  'key.restore',
  'key.lists',
  'list.create',
  'list.entries',
  'list.restore',
  'ceiling.mode',
  'ceiling.entries',
  'ceiling.restore',
] as const satisfies readonly AuditAction[]

export function makesVersion(action: string): boolean {
  return (versionActions as readonly string[]).includes(action)
}

/** An entry of a version. `network` is its canonical text. */
export type VersionEntry = {
  readonly network: string
  readonly note: string | null
  readonly enabled: boolean
  readonly expiresAt: Date | null
  readonly source: string | null
}

/** As much of an entry as an event tells; what is absent did not change, or is not known. */
export type EntryFacts = { readonly network: string } & {
  readonly [F in keyof Omit<VersionEntry, 'network'>]?: VersionEntry[F] | undefined
}

/** A named list that a key uses, as it was called then. */
export type UsedList = { readonly id: string; readonly name: string }

/** What one event says of a list: an altered entry is among both `removed` and `added`. */
export type VersionEvent = {
  readonly action: string
  readonly removed: readonly EntryFacts[]
  readonly added: readonly EntryFacts[]
  readonly modeBefore: AccessMode | null
  readonly modeAfter: AccessMode | null
  /** The named lists that a key used before and from then on; null where the event says nothing of them. */
  readonly listsBefore: readonly UsedList[] | null
  readonly listsAfter: readonly UsedList[] | null
  /** Entries before and after; null where the event is not about them. */
  readonly countBefore: number | null
  readonly countAfter: number | null
  /** The whole list afterwards in canonical text; null where it was too long to be kept, or is not about it. */
  readonly text: string | null
}

// Events outlive the version that wrote them: what this one cannot read is left out.
function readable<S extends z.ZodType>(schema: S) {
  return schema.optional().catch(undefined)
}

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** One entry of `changes`, where what is plain is left out. */
export const recordedEntry = z.object({
  network: z.string(),
  note: z.string().nullable().default(null),
  enabled: z.boolean().default(true),
  expiresAt: time.nullable().default(null),
  source: z.string().nullable().default(null),
})

/** A single entry of an event from before changes were kept: what is left out is not known. */
const partly = z.object({
  network: z.string(),
  note: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
  expiresAt: time.nullable().optional(),
})

export const usedList = z.object({ id: z.string(), name: z.string() })

const side = z
  .object({
    accessMode: readable(z.enum(['open', 'enforce', 'report'])),
    list: readable(z.object({ form: z.enum(['whole', 'part']), text: z.string().optional(), entries: z.int() })),
    lists: readable(z.array(usedList)),
    changes: readable(z.object({ removed: z.array(recordedEntry), added: z.array(recordedEntry) })),
    entry: readable(partly),
    revived: readable(z.object({ networks: z.array(z.string()) })),
  })
  .catch({})

type Side = z.output<typeof side>

export function readVersionEvent(row: { action: string; before: unknown; after: unknown }): VersionEvent {
  const before = side.parse(row.before ?? {})
  const after = side.parse(row.after ?? {})
  return {
    action: row.action,
    ...(after.changes ?? changesByText(before, after)),
    modeBefore: before.accessMode ?? null,
    modeAfter: after.accessMode ?? null,
    listsBefore: before.lists ?? null,
    listsAfter: after.lists ?? null,
    countBefore: before.list?.entries ?? (after.list === undefined ? null : 0),
    countAfter: after.list?.entries ?? null,
    text: after.list?.form === 'whole' ? (after.list.text ?? null) : null,
  }
}

/** Of an event from before changes were kept entry by entry: told from the lines that went and came. */
function changesByText(before: Side, after: Side): Pick<VersionEvent, 'removed' | 'added'> {
  const [was, is] = [notesOf(before.list?.text ?? ''), notesOf(after.list?.text ?? '')]
  const differs = (one: EntryFacts, other: Map<string, EntryFacts>) => other.get(one.network)?.note !== one.note
  const gone = [...was.values()].filter((one) => !is.has(one.network) || differs(one, is))
  const come = [...is.values()].filter((one) => !was.has(one.network) || differs(one, was))
  const revived = (after.revived?.networks ?? []).map((network) => ({ network, enabled: true, expiresAt: null }))
  return {
    removed: merged([...gone, ...revived.map(({ network }) => ({ network })), ...(before.entry ? [before.entry] : [])]),
    added: merged([...come, ...revived, ...(after.entry ? [after.entry] : [])]),
  }
}

/** Each network once, with all that is said of it. */
function merged(all: readonly EntryFacts[]): EntryFacts[] {
  const byNetwork = new Map<string, EntryFacts>()
  for (const one of all) byNetwork.set(one.network, { ...byNetwork.get(one.network), ...one })
  return [...byNetwork.values()]
}

/** The lines of a list in canonical text, by their networks; a line that cannot be read is left out. */
export function notesOf(text: string): Map<string, EntryFacts & { readonly note: string | null }> {
  const found = new Map<string, EntryFacts & { readonly note: string | null }>()
  for (const line of text.split('\n')) {
    const [shown = '', ...rest] = line.split(' # ')
    const parsed = parseEntry(shown)
    const [network] = parsed.ok ? parsed.networks : []
    if (network === undefined) continue
    const text = formatNetwork(network)
    found.set(text, { network: text, note: rest.length === 0 ? null : rest.join(' # ') })
  }
  return found
}
