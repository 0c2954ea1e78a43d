import type { Tx } from '#lib/db'
import { dateOrNull, type JsonRead, readTogether } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import { storedNetwork } from '#lib/ip/network'
import { appliedOf, policiesRead } from '#lib/policies/read-policies'
import type { AccessMode } from '#lib/verify/key-record'
import type { KeyLists, ListMember } from './effective.ts'

/** The lists that decide about these keys of a workspace, by key id; keys that are not there are left out. */
export async function readKeyLists(
  db: Tx,
  workspaceId: string,
  { keyIds }: { keyIds: readonly string[] },
): Promise<Map<string, KeyLists>> {
  if (keyIds.length === 0) return new Map()
  const reads = { lists: keyListsRead(workspaceId, keyIds), policies: policiesRead(workspaceId) }
  const { lists, policies } = await readTogether(db, reads)
  return underPolicies(lists, appliedOf(policies))
}

/** The lists of keys, and what rules them beside those. */
export function underPolicies(lists: readonly UnruledLists[], policies: KeyLists['policies']): Map<string, KeyLists> {
  return new Map(lists.map((key) => [key.keyId, { ...key, policies }]))
}

export type UnruledLists = Omit<KeyLists, 'policies'>

/**
 * The same without policies, to be read with other things. Each named list is read once, however many of the keys use it.
 * `withoutOwn`: the entries of the keys themselves are not read, and none are told.
 */
export function keyListsRead(
  workspaceId: string,
  keyIds: readonly string[],
  { withoutOwn = false } = {},
): JsonRead<UnruledLists[]> {
  const ids = Prisma.sql`${[...keyIds]}::uuid[]`
  const own = withoutOwn ? Prisma.sql`NULL` : membersJson(Prisma.sql`e.key_id = k.id`)
  return {
    sql: Prisma.sql`SELECT json_build_object(
      'keys', (SELECT json_agg(json_build_object('keyId', k.id, 'name', k.name, 'accessMode', k.access_mode,
          'openSince', k.open_since, 'bypassUntil', k.bypass_until, 'own', (${own}),
          'listIds', (SELECT json_agg(list_id ORDER BY list_id) FROM key_list WHERE key_id = k.id)))
        FROM api_key k WHERE k.workspace_id = ${workspaceId}::uuid AND k.id = ANY(${ids})),
      'lists', (SELECT json_agg(json_build_object('id', l.id, 'name', l.name,
          'entries', (${membersJson(Prisma.sql`e.list_id = l.id`)})))
        FROM network_list l WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'shared'
          AND l.id IN (SELECT list_id FROM key_list WHERE key_id = ANY(${ids}))),
      'ceiling', (SELECT json_build_object('id', l.id, 'accessMode', l.access_mode,
          'entries', (${membersJson(Prisma.sql`e.list_id = l.id`)}))
        FROM network_list l WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'ceiling'))`,
    read: listsOfKeys,
  }
}

/** Entries as one JSON value; null when there are none. */
function membersJson(whose: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT json_agg(json_build_object('network', host(e.network) || '/' || masklen(e.network), 'enabled', e.enabled,
      'expiresAt', e.expires_at) ORDER BY e.position, e.network) FROM allowlist_entry e WHERE ${whose}`
}

type MemberJson = { network: string; enabled: boolean; expiresAt: string | null }

type ListsJson = {
  keys: readonly KeyJson[] | null
  lists: readonly { id: string; name: string; entries: MemberJson[] | null }[] | null
  ceiling: { id: string; accessMode: AccessMode; entries: MemberJson[] | null } | null
}

type KeyJson = Pick<KeyLists, 'keyId' | 'name' | 'accessMode'> & {
  openSince: string | null
  bypassUntil: string | null
  own: MemberJson[] | null
  listIds: string[] | null
}

function listsOfKeys({ keys, lists, ceiling: bounds }: ListsJson): UnruledLists[] {
  const ceiling = bounds === null ? null : { ...bounds, entries: membersOf(bounds.entries) }
  const byId = new Map((lists ?? []).map((list) => [list.id, { ...list, entries: membersOf(list.entries) }]))
  return (keys ?? []).map(({ listIds, own, openSince, bypassUntil, ...key }) => ({
    ...key,
    openSince: dateOrNull(openSince),
    bypassUntil: dateOrNull(bypassUntil),
    own: membersOf(own),
    lists: (listIds ?? []).flatMap((id) => byId.get(id) ?? []),
    ceiling,
  }))
}

function membersOf(stored: readonly MemberJson[] | null): ListMember[] {
  return (stored ?? []).map(({ network: text, enabled, expiresAt }) => {
    const network = storedNetwork(text)
    return { network, enabled, expiresAt: dateOrNull(expiresAt) }
  })
}
