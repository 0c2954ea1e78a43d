import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import type { StoredPolicy } from './read-policies.ts'

/** The policy of one workspace, with the workspace's name. */
export type ListedPolicy = StoredPolicy & { readonly workspaceId: string; readonly workspace: string }

/** The last of a page: the next begins after it. */
export type PolicyPlace = { readonly name: string; readonly id: string }

export type PolicyPage = { policies: ListedPolicy[]; next: PolicyPlace | null }

const A_PAGE = 50

/** Workspaces that have a policy of their own, by their names. */
export async function listPolicies(after: PolicyPlace | null = null): Promise<PolicyPage> {
  const from =
    after === null
      ? Prisma.empty
      : Prisma.sql`WHERE (lower(w.name), w.id) > (${after.name.toLowerCase()}, ${after.id}::uuid)`
  const rows = await prisma().$queryRaw<ListedPolicy[]>`
    SELECT w.id::text AS "workspaceId", w.name AS workspace, p.require_restricted AS "requireRestricted",
      p.widest_v4 AS "widestV4", p.widest_v6 AS "widestV6", p.max_key_life_days AS "maxKeyLifeDays",
      p.open_days AS "openDays", p.open_days_from AS "openDaysFrom", p.require_notes AS "requireNotes",
      p.applies_from AS "appliesFrom", p.version, p.updated_by AS "updatedBy", p.updated_at AS "updatedAt", p.reason
    FROM access_policy p JOIN workspace w ON w.id = p.workspace_id ${from}
    ORDER BY lower(w.name), w.id LIMIT ${A_PAGE + 1}`
  const policies = rows.slice(0, A_PAGE)
  const last = policies.at(-1)
  const isEnd = rows.length <= A_PAGE || last === undefined
  return { policies, next: isEnd ? null : { name: last.workspace, id: last.workspaceId } }
}

/** A workspace to choose. `owner`: the e-mail address of one of its owners, because names are no names of their own. */
export type WorkspaceChoice = { id: string; name: string; owner: string | null }

/** Workspaces whose name, or an owner's e-mail address, holds a text; the first few by name. */
export async function findWorkspaces(text: string): Promise<WorkspaceChoice[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return prisma().$queryRaw<WorkspaceChoice[]>`
    SELECT w.id::text AS id, w.name, (SELECT min(u.email) FROM membership m JOIN user_account u ON u.id = m.user_id
      WHERE m.workspace_id = w.id AND m.role = 'owner') AS owner
    FROM workspace w
    WHERE w.name ILIKE ${pattern} OR w.id IN (SELECT m.workspace_id FROM user_account u JOIN membership m ON m.user_id = u.id
      WHERE m.role = 'owner' AND u.email ILIKE ${pattern})
    ORDER BY lower(w.name), w.id LIMIT 20`
}
