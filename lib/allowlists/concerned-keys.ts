import { watchedRead } from '#lib/alerts/raise'
import type { Tx } from '#lib/db'
import { type JsonRead, readTogether, type Values } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import type { Network } from '#lib/ip/network'
import { appliedOf, policiesRead, type WorkspacePolicies } from '#lib/policies/read-policies'
import { seenCallersOf } from '#lib/traffic/queries'
import { unwrittenKeys } from '#lib/traffic/unwritten'
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

/** `isWatched`: as `watchedRead` has it. */
export type Concern = {
  readonly policies: WorkspacePolicies
  readonly isWatched: boolean
  /** The keys that are concerned, as `concernedKeys` has them. `within`: callers that come from elsewhere may be left out. */
  changes(plan: ListPlan, within?: readonly Network[] | null): Promise<KeyChange[]>
}

/** What a change of a list is judged by. Who called is read when it is asked for: most of it concerns few changes. */
export async function readConcern(db: Tx, subject: ListSubject, since: Date): Promise<Concern> {
  const keyIds = subject.kind === 'key' ? [subject.id] : await calledKeys(db, subject, since)
  const lists = later(keyListsRead(subject.workspaceId, keyIds))
  return concernOf(db, { subject, keyIds, since }, await readTogether(db, { ...rulesRead(subject), lists }))
}

/** The same of a key's own list, with the list as it is stored, which is read once for both, and how many named lists the key uses. */
export async function readStoredWithConcern(
  db: Tx,
  subject: ListSubject,
  since: Date,
): Promise<{ stored: StoredEntry[]; listCount: number; concern: Concern }> {
  const keyIds = [subject.id]
  const { stored, listCount, lists, ...read } = await readTogether(db, {
    ...rulesRead(subject),
    stored: storedEntriesRead(subject),
    listCount: {
      sql: Prisma.sql`SELECT to_json(count(*)) FROM key_list WHERE key_id = ${subject.id}::uuid`,
      read: (count: number) => count,
    },
    lists: later(keyListsRead(subject.workspaceId, keyIds, { withoutOwn: true })),
  })
  const withOwn = () => lists().map((key) => ({ ...key, own: readEntries(stored) }))
  return { stored, listCount, concern: concernOf(db, { subject, keyIds, since }, { ...read, lists: withOwn }) }
}

/** Taken apart when it is looked at: who only changes a key's name is not stopped by another list with an entry that cannot be read. */
function later<T>({ sql, read }: JsonRead<T>): JsonRead<() => T> {
  return { sql, read: (json) => () => read(json) }
}

/** What any change of a list is judged by, to be read with other things. */
export function rulesRead({ workspaceId }: ListSubject) {
  return { policies: policiesRead(workspaceId), isWatched: watchedRead(workspaceId) }
}

type Read = Values<ReturnType<typeof rulesRead>> & { readonly lists: () => readonly UnruledLists[] }
type Concerned = { readonly subject: ListSubject; readonly keyIds: readonly string[]; readonly since: Date }

function concernOf(db: Tx, { subject, keyIds, since }: Concerned, { policies, isWatched, lists }: Read): Concern {
  const { workspaceId, now } = subject
  return {
    ...{ policies, isWatched },
    async changes(plan, within = null) {
      const recent = await seenCallersOf(db, { workspaceId, keyIds, since, within })
      return [...underPolicies(lists(), appliedOf(policies)).values()].map((key) => ({
        keyId: key.keyId,
        keyName: key.name,
        before: effectiveAt(lasting(key), now),
        after: effectiveAt(lasting(changed(key, subject, plan)), now),
        recent: recent.get(key.keyId) ?? [],
      }))
    },
  }
}

/** Without a bypass: it ends within the hour, and then those are refused whom it only covers. */
function lasting(key: KeyLists): KeyLists {
  return { ...key, bypassUntil: null }
}

/** Those that this process has let calls of through and not written that come first: nobody was called later. */
async function calledKeys(db: Tx, { kind, id, workspaceId }: ListSubject, since: Date): Promise<string[]> {
  const unwritten = unwrittenKeys(workspaceId, since)
  const isConcerned = Prisma.sql`k.workspace_id = ${workspaceId}::uuid AND (${kind} = 'ceiling'
    OR EXISTS (SELECT 1 FROM key_list WHERE key_id = k.id AND list_id = ${id}::uuid))`
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT called.id::text AS id FROM (
      SELECT k.id, u.last_used_at FROM api_key k JOIN key_usage u ON u.key_id = k.id
      WHERE ${isConcerned} AND u.last_used_at >= ${since}::timestamptz
      UNION ALL
      SELECT k.id, 'infinity' FROM api_key k WHERE ${isConcerned} AND k.id = ANY(${unwritten}::uuid[])
    ) AS called GROUP BY called.id ORDER BY max(called.last_used_at) DESC LIMIT ${MOST_KEYS}`
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
