import type { AuditAction } from '#lib/audit/actions'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { type Result, refuse } from '#lib/errors'
import { type Network, parseCanonicalNetwork } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { type ChangedList, changeList } from './change-list.ts'
import type { ChangeRefusal } from './change-refusal.ts'
import { entryChanges, isUnchanged, type WantedEntry } from './entry-changes.ts'
import type { ListBefore } from './list-before.ts'
import { readHistory } from './read-history.ts'
import type { RestoreScope } from './restore-scope.ts'
import type { ListSubject } from './subject.ts'
import { type ToldVersion, versionAt } from './versions.ts'

export type RestoreRefusal = 'version_not_found' | 'version_unreadable'

/** What restoring a version comes to. `accessMode`: afterwards; `changes`: whether anything differs from what stands. */
export type RestorePlan = {
  readonly version: ToldVersion
  readonly wanted: readonly WantedEntry[]
  readonly accessMode: AccessMode
  readonly changes: boolean
}

export type RestoreRequest = {
  readonly subject: ListSubject
  readonly before: ListBefore
  readonly number: number
  readonly scope: RestoreScope
}

/** Entries come back as they were: one that was off is off, and one whose time is over has expired. */
export async function planRestore(
  tx: Tx,
  { subject, before, number, scope }: RestoreRequest,
): Promise<Result<RestorePlan, RestoreRefusal>> {
  const version = versionAt(await readHistory(tx, subject, [number]), number)
  if (version === null) return refuse('version_not_found', 'This version does not exist.')
  const wanted = wantedEntries(version)
  if (wanted === null) {
    return refuse('version_unreadable', 'This version holds an entry that cannot be read, so it cannot be restored.')
  }
  const accessMode = scope === 'list' ? subject.accessMode : version.accessMode
  const changes = !isUnchanged(entryChanges(before.stored, wanted)) || accessMode !== subject.accessMode
  return { ok: true, value: { version, wanted, accessMode, changes } }
}

function wantedEntries({ entries }: ToldVersion): WantedEntry[] | null {
  const wanted = entries.flatMap(({ network: text, ...state }) => {
    const network = parseCanonicalNetwork(text)
    return network === null ? [] : [{ network, ...state }]
  })
  return wanted.length === entries.length ? wanted : null
}

type Restoring = {
  readonly request: RestoreRequest
  readonly plan: RestorePlan
  readonly action: Extract<AuditAction, `${string}.restore`>
  readonly confirmed: readonly Network[]
}

/** Makes a new version that is like an earlier one. */
export function applyRestore(
  tx: Tx,
  actor: KeyActor,
  { request, plan, action, confirmed }: Restoring,
): Promise<{ ok: true; value: ChangedList } | ChangeRefusal> {
  const { wanted, accessMode, version } = plan
  const { subject, before } = request
  const fields = { after: { restored: version.number } }
  return changeList(tx, actor, { subject, before, wanted, accessMode, action, fields, confirmed })
}
