import type pg from 'pg'
import type { Actor } from '#lib/audit/actor'
import { updateCeiling, updateList } from '#lib/lists/commands'
import { type ApiPlace, allConfirmed, bySql, type Editor, onlyEntry, patch, saved } from './editor.ts'

/** Edit a named list, by its id. */
export function listEditors(actor: Actor, pool: pg.Pool, place: ApiPlace): Editor[] {
  return [
    {
      name: 'list by command',
      leaves: 'one',
      save: (listId, address) =>
        saved(updateList(actor, { listId, change: { entries: onlyEntry(address) }, confirmed: allConfirmed })),
    },
    bySql(pool, {
      name: 'list by sql',
      leaves: 'one',
      statement: 'UPDATE allowlist_entry SET network = $2 WHERE list_id = $1',
    }),
    {
      name: 'list by api',
      leaves: 'one',
      save: (listId, address) => patch(place, `/v2alpha1/admin/allowlists/${listId}`, { allowed_cidrs: [address] }),
    },
  ]
}

const CEILING = "FROM network_list l WHERE l.kind = 'ceiling' AND l.workspace_id = $1"

/** Edit the ceiling of a workspace, by the workspace's id: its entries, how it is applied, and whether there is one. */
export function ceilingEditors(actor: Actor, pool: pg.Pool, place: ApiPlace): Editor[] {
  const command = (change: Parameters<typeof updateCeiling>[1]['change']) =>
    saved(updateCeiling(actor, { change, confirmed: allConfirmed }))
  const mode = (accessMode: string) =>
    `UPDATE network_list SET access_mode = '${accessMode}' WHERE id IN (SELECT l.id ${CEILING})`
  return [
    {
      name: 'ceiling by command',
      leaves: 'one',
      save: (_, address) => command({ entries: onlyEntry(address), mode: 'enforce' }),
    },
    bySql(pool, {
      name: 'ceiling by sql',
      leaves: 'one',
      statement: `UPDATE allowlist_entry SET network = $2 WHERE list_id IN (SELECT l.id ${CEILING})`,
    }),
    { name: 'ceiling off', leaves: 'anyone', save: () => command({ mode: 'off' }) },
    { name: 'ceiling enforced', leaves: 'as before', save: () => command({ mode: 'enforce' }) },
    {
      name: 'ceiling by api',
      leaves: 'one',
      save: (_, address) => patch(place, '/v2alpha1/admin/ceiling', { allowed_cidrs: [address] }),
    },
    bySql(pool, { name: 'ceiling reports by sql', leaves: 'anyone', statement: mode('report') }),
    bySql(pool, { name: 'ceiling enforced by sql', leaves: 'as before', statement: mode('enforce') }),
    bySql(pool, {
      name: 'ceiling deleted',
      leaves: 'anyone',
      statement: `DELETE FROM network_list WHERE id IN (SELECT l.id ${CEILING})`,
    }),
    bySql(pool, {
      name: 'ceiling made',
      leaves: 'one',
      statement: `WITH made AS (
          INSERT INTO network_list (id, workspace_id, kind, name) VALUES (gen_random_uuid(), $1, 'ceiling', 'Ceiling')
          RETURNING id, workspace_id)
        INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
        SELECT gen_random_uuid(), workspace_id, id, $2, 0 FROM made`,
    }),
  ]
}
