import { notedWidening, wideningAlert } from '#lib/alerts/list-widened'
import { alertsInsert, raiseAlerts } from '#lib/alerts/raise'
import type { AuditAction } from '#lib/audit/actions'
import type { KeyActor } from '#lib/audit/actor'
import { type AuditEntry, eventInsert, type Json } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { writeTogether } from '#lib/db/together'
import { ok } from '#lib/errors'
import { wideningInsert } from '#lib/findings/note-widening'
import { Prisma } from '#lib/generated/prisma/client'
import type { Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import type { ChangeRefusal } from './change-refusal.ts'
import { entryWrites, type ReadEntry, readEntries } from './entries.ts'
import { type EntryChanges, entryChanges, isUnchanged, type StoredEntry, type WantedEntry } from './entry-changes.ts'
import { recordedChanges } from './entry-record.ts'
import { judgeChange } from './guard.ts'
import type { ListBefore } from './list-before.ts'
import { listRecords } from './list-record.ts'
import { placedEntries } from './placed-entries.ts'
import type { ListSubject } from './subject.ts'
import { wideningOf } from './widening.ts'

export type ListChangeRequest = {
  readonly subject: ListSubject
  /** The whole list as it shall be, in its order. */
  readonly wanted: readonly WantedEntry[]
  /** Read in this transaction after the lock. */
  readonly before: ListBefore
  /** Absent: stays. */
  readonly accessMode?: AccessMode
  readonly action: AuditAction
  /** What else the audit event says, before and after. */
  readonly fields?: { readonly before?: Record<string, Json>; readonly after?: Record<string, Json> }
  /** Networks whose callers may be locked out; empty: nobody has confirmed anything. */
  readonly confirmed: readonly Network[]
}

/** `version`: of its owner, afterwards. */
export type ChangedList = { readonly version: number; readonly changed: boolean }

/**
 * The one way a list changes, whoever owns it and through whichever door: works out the difference, refuses what a policy
 * forbids, and to lock out who called lately unless that was confirmed, records the event, writes, and raises the owner's version. Nothing happens when
 * nothing differs.
 */
export async function changeList(
  tx: Tx,
  actor: KeyActor,
  request: ListChangeRequest,
): Promise<{ ok: true; value: ChangedList } | ChangeRefusal> {
  const { subject, wanted, accessMode = subject.accessMode } = request
  const { stored, concern } = request.before
  const changes = entryChanges(stored, wanted)
  if (isUnchanged(changes) && accessMode === subject.accessMode) {
    return ok({ version: subject.version, changed: false })
  }
  const lists = { before: readEntries(stored), after: readEntries(placedEntries(stored, changes)) }
  const change = { subject, ...lists, accessMode, confirmed: request.confirmed }
  const { refused, isWatched } = await judgeChange(tx, actor, change, concern)
  if (refused !== null) return refused
  const author = { userId: actor.userId, label: actor.label }
  const widening = wideningOf(actor, change)
  const alerts = widening === null ? [] : [wideningAlert(widening)]
  if (isWatched) await raiseAlerts(tx, alerts)
  await writeTogether(tx, [
    ...(isWatched || alerts.length === 0 ? [] : [alertsInsert(alerts)]),
    eventInsert(changeEvent(actor, { request, stored, lists, changes, accessMode })),
    ...(widening === null ? [] : [wideningInsert(notedWidening(widening))]),
    ...entryWrites({ owner: subject, author }, changes),
    touch(subject, accessMode),
  ])
  return ok({ version: subject.version + 1, changed: true })
}

function touch({ kind, id, version }: ListSubject, accessMode: AccessMode): Prisma.Sql {
  const table = kind === 'key' ? Prisma.sql`api_key` : Prisma.sql`network_list`
  return Prisma.sql`
    UPDATE ${table} SET version = ${version + 1}, access_mode = ${accessMode}::access_mode, updated_at = clock_timestamp()
    WHERE id = ${id}::uuid`
}

type Change = {
  request: ListChangeRequest
  stored: readonly StoredEntry[]
  lists: Record<'before' | 'after', readonly ReadEntry[]>
  changes: EntryChanges
  accessMode: AccessMode
}

function changeEvent(actor: KeyActor, { request, stored, lists, changes, accessMode }: Change): AuditEntry {
  const { subject, action, fields = {} } = request
  const records = listRecords(lists.before, lists.after)
  const { version } = subject
  return {
    actor,
    action,
    workspaceId: subject.workspaceId,
    keyId: subject.id,
    before: { version, accessMode: subject.accessMode, list: records.before, ...fields.before },
    after: {
      ...{ version: version + 1, accessMode, list: records.after },
      changes: recordedChanges(stored, changes),
      ...fields.after,
    },
  }
}
