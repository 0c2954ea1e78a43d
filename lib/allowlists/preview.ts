import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { parseAddress } from '#lib/ip/address'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { diffNetworks } from '#lib/ip/diff'
import { displayNetwork, type Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { concernedKeys } from './concerned-keys.ts'
import type { ListMember } from './effective.ts'
import { readEntries, storedEntries } from './entries.ts'
import { entryChanges, type WantedEntry } from './entry-changes.ts'
import { isInForce } from './listed-entry.ts'
import { isRisky, RECENT_MS, type Risk, riskOf } from './lockout.ts'
import { placedEntries } from './placed-entries.ts'
import { replay } from './replay.ts'
import type { ListSubject } from './subject.ts'

/** Calls of so many days are judged anew. */
export const PREVIEW_DAYS = 7
const DAY_MS = 86_400_000
const MOST_SHOWN = 50

/** A caller under a change. `keyName` says through which key, where a list is shared. */
export type PreviewCaller = {
  keyId: string
  keyName: string
  address: string | null
  calls: bigint
  lastAt: Date
  /** Only some addresses of the network it came from. */
  isPartly: boolean
}

export type PreviewCallers = { total: number; shown: readonly PreviewCaller[] }

/** What a change of a list would do, before it is done. The networks are of entries in force, at most `MOST_SHOWN` each. */
export type ChangePreview = {
  subject: Pick<ListSubject, 'kind' | 'id' | 'name' | 'version'>
  accessMode: { before: AccessMode; after: AccessMode }
  added: { total: number; shown: readonly string[] }
  removed: { total: number; shown: readonly string[] }
  gained: string
  lost: string
  addresses: { before: string; after: string }
  /** How many keys it concerns, and in how many days of callers. */
  keys: number
  days: number
  callers: number
  refused: PreviewCallers
  admitted: PreviewCallers
  /** What must be confirmed; null when nobody is at risk. */
  risk: Risk | null
  now: Date
}

export type PreviewRequest = {
  readonly workspaceId: string
  readonly subject: Pick<ListSubject, 'kind' | 'id'>
  /** Absent: the list stays. */
  readonly wanted?: readonly WantedEntry[]
  /** Absent: the mode stays. */
  readonly accessMode?: AccessMode
  /** Of whoever looks. */
  readonly ownAddress: string | null
}

/** Null when there is no such key or list in the workspace. Call it in a transaction or with the client itself. */
export async function previewChange(db: Tx, request: PreviewRequest): Promise<ChangePreview | null> {
  const subject = await readSubject(db, request)
  if (subject === null) return null
  const stored = await storedEntries(db, subject)
  const after = request.wanted === undefined ? stored : placedEntries(stored, entryChanges(stored, request.wanted))
  const sides = { before: readEntries(stored), after: readEntries(after) }
  const accessMode = { before: subject.accessMode, after: request.accessMode ?? subject.accessMode }
  return {
    subject: { kind: subject.kind, id: subject.id, name: subject.name, version: subject.version },
    accessMode,
    ...diffOf(sides, subject.now),
    ...(await effectOf(db, subject, { entries: sides.after, accessMode: accessMode.after, own: request.ownAddress })),
    now: subject.now,
  }
}

type Subject = Pick<PreviewRequest, 'workspaceId' | 'subject'>

async function readSubject(db: Tx, { workspaceId, subject: { kind, id } }: Subject): Promise<ListSubject | null> {
  const table = kind === 'key' ? Prisma.sql`api_key` : Prisma.sql`network_list`
  const ofKind = kind === 'key' ? Prisma.empty : Prisma.sql`AND kind = ${kind}::list_kind`
  const rows = await db.$queryRaw<Omit<ListSubject, 'kind'>[]>`
    SELECT id::text AS id, workspace_id::text AS "workspaceId", name, version, access_mode::text AS "accessMode",
      clock_timestamp() AS now
    FROM ${table} WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid ${ofKind}`
  return rows[0] === undefined ? null : { kind, ...rows[0] }
}

type Sides = { before: readonly ListMember[]; after: readonly ListMember[] }

function diffOf({ before, after }: Sides, now: Date) {
  const was = networksAt(before, now)
  const is = networksAt(after, now)
  const diff = diffNetworks(was, is)
  return {
    added: shown(diff.added),
    removed: shown(diff.removed),
    gained: formatCount(totalAddresses(diff.gained)),
    lost: formatCount(totalAddresses(diff.lost)),
    addresses: { before: formatCount(totalAddresses(was)), after: formatCount(totalAddresses(is)) },
  }
}

function networksAt(entries: readonly ListMember[], now: Date): Network[] {
  return entries.filter((entry) => isInForce(entry, now)).map((entry) => entry.network)
}

function shown(networks: readonly Network[]) {
  return { total: networks.length, shown: networks.slice(0, MOST_SHOWN).map(displayNetwork) }
}

type Planned = { entries: readonly ListMember[]; accessMode: AccessMode; own: string | null }

async function effectOf(db: Tx, subject: ListSubject, { own, ...plan }: Planned) {
  const since = new Date(subject.now.getTime() - PREVIEW_DAYS * DAY_MS)
  const keys = await concernedKeys(db, subject, { plan, since })
  const effects = keys.map((key) => ({ key, effect: replay(key.before, key.after, key.recent) }))
  const recent = keys.map((key) => ({
    ...key,
    recent: key.recent.filter((caller) => caller.lastAt.getTime() >= subject.now.getTime() - RECENT_MS),
  }))
  const risk = riskOf(recent, own === null ? null : parseAddress(own))
  const all = (side: 'refused' | 'admitted'): PreviewCallers => {
    const callers = effects.flatMap(({ key: { keyId, keyName }, effect }) =>
      effect[side].map(({ address, calls, lastAt, before, after }) => ({
        ...{ keyId, keyName, address, calls, lastAt },
        isPartly: before === 'partly' || after === 'partly',
      })),
    )
    return { total: callers.length, shown: callers.slice(0, MOST_SHOWN) }
  }
  return {
    keys: keys.length,
    days: PREVIEW_DAYS,
    callers: effects.reduce((sum, { effect }) => sum + effect.callers, 0),
    refused: all('refused'),
    admitted: all('admitted'),
    risk: isRisky(risk) ? risk : null,
  }
}
