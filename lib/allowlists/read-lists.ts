import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { storedNetwork } from '#lib/ip/network'
import type { AppliedPolicies } from '#lib/policies/limits'
import { readApplied } from '#lib/policies/read-policies'
import type { AccessMode } from '#lib/verify/key-record'
import type { KeyLists, ListMember, NamedList } from './effective.ts'

/**
 * The lists that decide about these keys of a workspace, by key id; keys that are not there are left out.
 *
 * @param policies those of the workspace, where the caller has read them
 */
export async function readKeyLists(
  db: Tx,
  workspaceId: string,
  { keyIds, policies: known }: { keyIds: readonly string[]; policies?: AppliedPolicies | undefined },
): Promise<Map<string, KeyLists>> {
  if (keyIds.length === 0) return new Map()
  const keys = await readOwn(db, workspaceId, keyIds)
  const usesLists = keys.some(({ listIds }) => listIds !== null)
  const [lists, ceiling, policies] = [
    usesLists ? await readUsed(db, workspaceId, keyIds) : [],
    await readCeiling(db, workspaceId),
    known ?? (await readApplied(db, workspaceId)),
  ]
  const byId = new Map(lists.map(({ id, name, entries }) => [id, { id, name, entries: membersOf(entries) }]))
  return new Map(
    keys.map(({ listIds, own, ...key }) => [
      key.keyId,
      { ...key, own: membersOf(own), lists: listsOf(byId, listIds), ceiling, policies },
    ]),
  )
}

/** Entries as one JSON value; null when there are none. */
function membersJson(whose: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT json_agg(json_build_object('network', host(e.network) || '/' || masklen(e.network), 'enabled', e.enabled,
      'expiresAt', e.expires_at) ORDER BY e.position, e.network) FROM allowlist_entry e WHERE ${whose}`
}

type StoredMember = { network: string; enabled: boolean; expiresAt: string | null }

type OwnRow = Pick<KeyLists, 'keyId' | 'name' | 'accessMode' | 'openSince' | 'bypassUntil'> & {
  own: StoredMember[] | null
  listIds: string[] | null
}

function readOwn(db: Tx, workspaceId: string, keyIds: readonly string[]): Promise<OwnRow[]> {
  return db.$queryRaw<OwnRow[]>`
    SELECT k.id::text AS "keyId", k.name, k.access_mode::text AS "accessMode", k.open_since AS "openSince",
      k.bypass_until AS "bypassUntil", (${membersJson(Prisma.sql`e.key_id = k.id`)}) AS own,
      (SELECT array_agg(list_id::text ORDER BY list_id) FROM key_list WHERE key_id = k.id) AS "listIds"
    FROM api_key k WHERE k.workspace_id = ${workspaceId}::uuid AND k.id = ANY(${[...keyIds]}::uuid[])`
}

type ListRow = { id: string; name: string; accessMode: AccessMode; entries: StoredMember[] | null }

/** Each list once, however many of the keys use it. */
function readUsed(db: Tx, workspaceId: string, keyIds: readonly string[]): Promise<ListRow[]> {
  return db.$queryRaw<ListRow[]>`
    SELECT l.id::text AS id, l.name, l.access_mode::text AS "accessMode",
      (${membersJson(Prisma.sql`e.list_id = l.id`)}) AS entries
    FROM network_list l
    WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'shared'
      AND l.id IN (SELECT list_id FROM key_list WHERE key_id = ANY(${[...keyIds]}::uuid[]))`
}

/** The ceiling of a workspace, or null. */
export async function readCeiling(db: Tx, workspaceId: string): Promise<KeyLists['ceiling']> {
  const [row] = await db.$queryRaw<Omit<ListRow, 'name'>[]>`
    SELECT l.id::text AS id, l.access_mode::text AS "accessMode",
      (${membersJson(Prisma.sql`e.list_id = l.id`)}) AS entries
    FROM network_list l WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'ceiling'`
  return row === undefined ? null : { ...row, entries: membersOf(row.entries) }
}

function membersOf(stored: readonly StoredMember[] | null): ListMember[] {
  return (stored ?? []).map(({ network: text, enabled, expiresAt }) => {
    const network = storedNetwork(text)
    return { network, enabled, expiresAt: expiresAt === null ? null : new Date(expiresAt) }
  })
}

function listsOf(byId: ReadonlyMap<string, NamedList>, ids: readonly string[] | null): NamedList[] {
  return (ids ?? []).flatMap((id) => byId.get(id) ?? [])
}
