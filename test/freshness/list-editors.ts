import type pg from 'pg'
import type { Actor, StaffActor } from '#lib/audit/actor'
import { isDatabaseUnavailable, prisma } from '#lib/db'
import type { Result } from '#lib/errors'
import { endBypass, openBypass } from '#lib/keys/bypass'
import { updateCeiling, updateList } from '#lib/lists/commands'
import { deletePolicy } from '#lib/policies/delete-policy'
import { policyEffect } from '#lib/policies/effect'
import { wantedPolicy } from '#lib/policies/preview'
import { readPolicy } from '#lib/policies/read-policies'
import { noRules } from '#lib/policies/rules'
import { savePolicy } from '#lib/policies/save-policy'
import { allConfirmed, type Editor, onlyEntry, patch } from './editors.ts'

type Refused = { readonly ok: false; readonly message: string }

async function saved(saving: Promise<Result<unknown, string> | Refused>): Promise<void> {
  const result = await saving
  if (!result.ok) throw new Error(result.message)
}

function bySql(pool: pg.Pool, edit: Omit<Editor, 'save'> & { statement: string }): Editor {
  const { statement, ...editor } = edit
  const usesAddress = statement.includes('$2')
  return {
    ...editor,
    async save(id, address) {
      await pool.query(statement, usesAddress ? [id, address] : [id])
    },
  }
}

/** Open the bypass of a key and end it, by the command and by plain SQL. Each stands before the one that ends it. */
export function bypassEditors(actor: Actor, pool: pg.Pool): Editor[] {
  return [
    {
      name: 'bypass opened',
      leaves: 'anyone',
      save: (keyId) => saved(openBypass(actor, { keyId, minutes: 60, reason: 'freshness' })),
    },
    { name: 'bypass ended', leaves: 'as before', save: (keyId) => saved(endBypass(actor, { keyId })) },
    bySql(pool, {
      name: 'bypass opened by sql',
      leaves: 'anyone',
      statement: `UPDATE api_key SET bypass_from = now(), bypass_until = now() + interval '1 hour', bypass_reason = 'r',
        bypass_by = 'b' WHERE id = $1`,
    }),
    bySql(pool, {
      name: 'bypass ended by sql',
      leaves: 'as before',
      statement: `UPDATE api_key SET bypass_from = NULL, bypass_until = NULL, bypass_reason = NULL, bypass_by = NULL
        WHERE id = $1`,
    }),
  ]
}

/** Edit a named list, by its id. */
export function listEditors(actor: Actor, pool: pg.Pool, api: { url: string; token: string }): Editor[] {
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
      save: (listId, address) =>
        patch(`${api.url}/v2alpha1/admin/allowlists/${listId}`, api.token, { allowed_cidrs: [address] }),
    },
  ]
}

const CEILING = "FROM network_list l WHERE l.kind = 'ceiling' AND l.workspace_id = $1"

/** Edit the ceiling of a workspace, by the workspace's id: its entries, how it is applied, and whether there is one. */
export function ceilingEditors(actor: Actor, pool: pg.Pool, api: { url: string; token: string }): Editor[] {
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
      save: (_, address) => patch(`${api.url}/v2alpha1/admin/ceiling`, api.token, { allowed_cidrs: [address] }),
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

const RULE = 'INSERT INTO access_policy (id, workspace_id, updated_by, reason'

/**
 * Edit the policy of a workspace, by the workspace's id. Its keys only report their list: while a policy wants them restricted, the
 * list is all that admits anybody.
 */
export function policyEditors(staff: StaffActor, pool: pg.Pool): Editor[] {
  const place = async (workspaceId: string) => ({
    workspaceId,
    version: (await readPolicy(prisma(), workspaceId))?.version ?? 0,
    reason: 'freshness',
  })
  return [
    bySql(pool, {
      name: 'policy by sql',
      leaves: 'one',
      statement: `WITH ruled AS (${RULE}, require_restricted, applies_from)
          VALUES (gen_random_uuid(), $1, 'sql', 'freshness', true, now() - interval '1 second')
          ON CONFLICT (workspace_id) DO UPDATE SET require_restricted = true, applies_from = excluded.applies_from)
        UPDATE allowlist_entry SET network = $2 WHERE workspace_id = $1`,
    }),
    bySql(pool, {
      name: 'policy ends by sql',
      leaves: 'anyone',
      statement: 'UPDATE access_policy SET applies_from = NULL WHERE workspace_id = $1',
    }),
    {
      name: 'policy by command',
      leaves: 'as before',
      save: (id) =>
        untilAnswered(async () => {
          const rules = { ...noRules, requireRestricted: true }
          const wish = { ...(await place(id)), rules, appliesFrom: new Date(Date.now() - 1000) }
          const { loses } = await policyEffect(await wantedPolicy(wish))
          await saved(savePolicy(staff, { ...wish, confirmedKeys: loses.keys }))
        }),
    },
    // Moves the horizon, so that every process forgets everything; takes power from nobody.
    bySql(pool, {
      name: 'policy for all by sql',
      leaves: 'as before',
      statement: `${RULE}, widest_v4) SELECT gen_random_uuid(), NULL, 'sql', $1::uuid::text, 1
        ON CONFLICT (workspace_id) DO UPDATE SET reason = excluded.reason`,
    }),
    {
      name: 'policy removed by command',
      leaves: 'anyone',
      save: (id) =>
        untilAnswered(async () => {
          const there = await place(id)
          if (there.version > 0) await saved(deletePolicy(staff, there))
        }),
    },
  ]
}

/** Again while the database does not answer in time: whether that was saved is unknown until it is answered. */
async function untilAnswered(save: () => Promise<void>): Promise<void> {
  try {
    await save()
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error
    await untilAnswered(save)
  }
}
