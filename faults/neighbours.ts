import { addressOf } from '#test/freshness/recorder'
import { issueKey } from './admin.ts'
import type { Expected } from './asked-everywhere.ts'
import type { Rig } from './rig.ts'
import { insertTenant } from './tenant.ts'

/** By keys' own entries, by named lists, and by nothing. */
export const OWN = addressOf(1)
export const NAMED = addressOf(2)
export const CALLERS: readonly string[] = [OWN, NAMED, addressOf(3), '2001:db8::1']

/** Keys whose lists are whole: with entries of their own, with a named list, open, and in another workspace. */
export async function makeNeighbours(rig: Rig, url: string): Promise<Expected[]> {
  const elsewhere = await insertTenant(rig.sql)
  const make = async (token: string, cidrs: readonly string[]) => ({
    token,
    ...(await issueKey({ url, token }, cidrs)),
  })
  const [own, open, foreign] = [
    await make(rig.token, [OWN]),
    await make(rig.token, []),
    await make(elsewhere.token, [OWN]),
  ]
  const { key: named } = await makeListed(rig, url)
  return [
    { what: 'a key with a list of its own', ...own, from: [OWN] },
    { what: 'an open key', ...open, from: 'everywhere' },
    { what: 'a key with a named list', ...named, from: [OWN, NAMED] },
    { what: 'a key of another workspace', ...foreign, from: [OWN] },
  ]
}

type Listed = { readonly key: { id: string; secret: string; token: string }; readonly listId: string }

/** A key with an entry of its own that uses a named list with two others. */
export async function makeListed({ sql, token, workspaceId }: Rig, url: string): Promise<Listed> {
  const key = { token, ...(await issueKey({ url, token }, [OWN])) }
  const [{ id: listId } = { id: '' }] = await sql<{ id: string }>(
    `INSERT INTO network_list (id, workspace_id, kind, name, access_mode)
     SELECT id, $1, 'shared', id::text, 'enforce' FROM gen_random_uuid() AS id RETURNING id`,
    [workspaceId],
  )
  await sql(
    `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
     SELECT gen_random_uuid(), $1, $2, network::inet, 0 FROM unnest($3::text[]) AS network`,
    [workspaceId, listId, [NAMED, '192.0.2.0/24']],
  )
  await sql("INSERT INTO key_list (key_id, list_id, added_by) VALUES ($1, $2, 'faults')", [key.id, listId])
  return { key, listId }
}
