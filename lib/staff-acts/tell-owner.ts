import { raiseAlerts } from '#lib/alerts/raise'
import type { Tx } from '#lib/db'
import type { LockedKey } from '#lib/keys/key-lock'
import type { StaffAct, StaffAsk } from './rules.ts'

type Key = Pick<LockedKey, 'id' | 'workspaceId' | 'name' | 'now'>

/** Tells the people of the workspace what staff did. Each act is an alert of its own. */
export function tellOfAct(tx: Tx, key: Key, { act, reason }: { act: StaffAct; reason: string }): Promise<void> {
  const { place, about } = alertOf(key, act)
  return raiseAlerts(tx, [{ kind: 'staff_action', ...place, detail: { ...about, act, reason } }])
}

type Asked = { requestId: string; ask: StaffAsk; reason: string; dueOn: string | null }

/** Tells them what staff ask for. */
export function tellOfRequest(tx: Tx, key: Key, { requestId, ...asked }: Asked): Promise<void> {
  const { place, about } = alertOf(key, requestId)
  return raiseAlerts(tx, [{ kind: 'staff_request', ...place, detail: { ...about, ...asked } }])
}

function alertOf({ id, workspaceId, name, now }: Key, what: string) {
  return {
    place: { workspaceId, subjectId: id, fold: `${id} ${what} ${now.toISOString()}`, at: now },
    about: { subject: { kind: 'key' as const, id, name }, items: [], more: false },
  }
}
