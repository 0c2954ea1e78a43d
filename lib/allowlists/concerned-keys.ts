import { watchedRead } from '#lib/alerts/raise'
import type { Tx } from '#lib/db'
import { type JsonRead, readTogether, type Values } from '#lib/db/together'
import { appliedOf, policiesRead, type WorkspacePolicies } from '#lib/policies/read-policies'
import { seenCallersRead } from '#lib/traffic/queries'
import { type UnwrittenCallers, unwrittenCallers, withUnwritten } from '#lib/traffic/unwritten'
import type { AccessMode } from '#lib/verify/key-record'
import { effectiveAt, type KeyLists, type ListMember } from './effective.ts'
import { readEntries, storedEntriesRead } from './entries.ts'
import type { StoredEntry } from './entry-changes.ts'
import type { KeyChange } from './lockout.ts'
import { keyListsRead, type UnruledLists, underPolicies } from './read-lists.ts'
import type { ListSubject } from './subject.ts'

/** What a list is to become. */
export type ListPlan = { readonly entries: readonly ListMember[]; readonly accessMode: AccessMode }

/** Keys whose callers are looked at for one change: those that were called last. */
const MOST_KEYS = 1000

/**
 * The keys that a change of a list concerns and that somebody called since a moment, each before and after it. For a key of
 * its own the key alone, called or not.
 */
export async function concernedKeys(
  db: Tx,
  subject: ListSubject,
  { plan, since }: { plan: ListPlan; since: Date },
): Promise<KeyChange[]> {
  return (await readConcern(db, subject, since)).changes(plan)
}

/** `isWatched`: as `watchedRead` has it; `changes`: of the keys that are concerned, as `concernedKeys` has them. */
export type Concern = {
  readonly policies: WorkspacePolicies
  readonly isWatched: boolean
  readonly changes: (plan: ListPlan) => KeyChange[]
}

/** All that a change of a list is judged by, in one statement. */
export async function readConcern(db: Tx, subject: ListSubject, since: Date): Promise<Concern> {
  const keyIds = subject.kind === 'key' ? [subject.id] : await calledKeys(db, subject, since)
  const unwritten = unwrittenCallers(keyIds)
  const lists = later(keyListsRead(subject.workspaceId, keyIds))
  return concernOf(subject, unwritten, await readTogether(db, { ...rulesAndCallers(subject, keyIds, since), lists }))
}

/** The same of a key's own list, with the list as it is stored, which is read once for both. */
export async function readStoredWithConcern(
  db: Tx,
  subject: ListSubject,
  since: Date,
): Promise<{ stored: StoredEntry[]; concern: Concern }> {
  const keyIds = [subject.id]
  const unwritten = unwrittenCallers(keyIds)
  const { stored, lists, ...read } = await readTogether(db, {
    ...rulesAndCallers(subject, keyIds, since),
    stored: storedEntriesRead(subject),
    lists: later(keyListsRead(subject.workspaceId, keyIds, { withoutOwn: true })),
  })
  const withOwn = () => lists().map((key) => ({ ...key, own: readEntries(stored) }))
  return { stored, concern: concernOf(subject, unwritten, { ...read, lists: withOwn }) }
}

/** Taken apart when it is looked at: who only changes a key's name is not stopped by an entry that cannot be read. */
function later<T>({ sql, read }: JsonRead<T>): JsonRead<() => T> {
  return { sql, read: (json) => () => read(json) }
}

function rulesAndCallers({ workspaceId }: ListSubject, keyIds: readonly string[], since: Date) {
  return {
    policies: policiesRead(workspaceId),
    isWatched: watchedRead(workspaceId),
    callers: seenCallersRead({ workspaceId, keyIds, since }),
  }
}

type Read = Values<ReturnType<typeof rulesAndCallers>> & { readonly lists: () => readonly UnruledLists[] }

function concernOf(
  subject: ListSubject,
  unwritten: UnwrittenCallers,
  { policies, isWatched, callers, lists }: Read,
): Concern {
  const keys = () => [...underPolicies(lists(), appliedOf(policies)).values()]
  const change = (key: KeyLists, plan: ListPlan): KeyChange => ({
    keyId: key.keyId,
    keyName: key.name,
    before: effectiveAt(lasting(key), subject.now),
    after: effectiveAt(lasting(changed(key, subject, plan)), subject.now),
    recent: withUnwritten(callers.get(key.keyId) ?? [], unwritten.get(key.keyId)),
  })
  return { policies, isWatched, changes: (plan) => keys().map((key) => change(key, plan)) }
}

/** Without a bypass: it ends within the hour, and then those are refused whom it only covers. */
function lasting(key: KeyLists): KeyLists {
  return { ...key, bypassUntil: null }
}

async function calledKeys(db: Tx, { kind, id, workspaceId }: ListSubject, since: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT k.id::text AS id FROM api_key k JOIN key_usage u ON u.key_id = k.id
    WHERE k.workspace_id = ${workspaceId}::uuid AND u.last_used_at >= ${since}::timestamptz
      AND (${kind} = 'ceiling' OR EXISTS (SELECT 1 FROM key_list WHERE key_id = k.id AND list_id = ${id}::uuid))
    ORDER BY u.last_used_at DESC LIMIT ${MOST_KEYS}`
  return rows.map((row) => row.id)
}

/** The key's lists with one of them as planned. */
export function changed(key: KeyLists, { kind, id }: Pick<ListSubject, 'kind' | 'id'>, plan: ListPlan): KeyLists {
  if (kind === 'key') {
    const openSince = plan.accessMode === 'enforce' ? null : key.openSince
    return { ...key, own: plan.entries, accessMode: plan.accessMode, openSince }
  }
  if (kind === 'ceiling') return { ...key, ceiling: { id, accessMode: plan.accessMode, entries: plan.entries } }
  return { ...key, lists: key.lists.map((list) => (list.id === id ? { ...list, entries: plan.entries } : list)) }
}
