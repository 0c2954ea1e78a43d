import type pg from 'pg'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { deletePolicy } from '#lib/policies/delete-policy'
import { policyEffect } from '#lib/policies/effect'
import { wantedPolicy } from '#lib/policies/preview'
import { readPolicy } from '#lib/policies/read-policies'
import { noRules } from '#lib/policies/rules'
import { savePolicy } from '#lib/policies/save-policy'
import { bySql, type Editor, saved } from './editor.ts'

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
      async save(id) {
        const rules = { ...noRules, requireRestricted: true }
        const wish = { ...(await place(id)), rules, appliesFrom: new Date(Date.now() - 1000) }
        const { loses } = await policyEffect(await wantedPolicy(wish))
        await saved(savePolicy(staff, { ...wish, confirmedKeys: loses.keys }))
      },
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
      async save(id) {
        const there = await place(id)
        if (there.version > 0) await saved(deletePolicy(staff, there))
      },
    },
  ]
}
