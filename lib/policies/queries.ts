import { z } from 'zod'
import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { type EffectivePolicy, effectivePolicy } from './effective.ts'
import { listPolicies, type PolicyPage, type PolicyPlace } from './list-policies.ts'
import { readPolicies, readPolicy, type StoredPolicy } from './read-policies.ts'

export { findWorkspaces, type ListedPolicy } from './list-policies.ts'

export type PoliciesPage = PolicyPage & { all: StoredPolicy | null; now: Date }

/** The policy of all workspaces, and a page of those that workspaces have of their own. */
export async function policiesPage(after: PolicyPlace | null): Promise<PoliciesPage> {
  const [all, page, now] = [await readPolicy(prisma(), null), await listPolicies(after), await databaseNow(prisma())]
  return { ...page, all, now }
}

const place = z.object({ name: z.string().max(500), after: z.uuid() })

/** Where a page begins, as its address says; null at the beginning. */
export function readPlace(query: Record<string, unknown>): PolicyPlace | null {
  const read = place.safeParse(query)
  return read.success ? { name: read.data.name, id: read.data.after } : null
}

/** `workspace` null: of all. `policy`: its own; `effective`: the stricter of that and the one of all. */
export type PolicyOf = {
  workspace: { id: string; name: string } | null
  policy: StoredPolicy | null
  effective: EffectivePolicy
  now: Date
}

/** @param scope the id of a workspace, or `all`; null when there is no such workspace */
export async function policyOf(scope: string): Promise<PolicyOf | null> {
  const now = await databaseNow(prisma())
  if (scope === 'all') {
    const policy = await readPolicy(prisma(), null)
    return { workspace: null, policy, effective: effectivePolicy(policy, null), now }
  }
  if (!z.uuid().safeParse(scope).success) return null
  const workspace = await prisma().workspace.findUnique({ where: { id: scope }, select: { id: true, name: true } })
  if (workspace === null) return null
  const { all, own } = await readPolicies(prisma(), workspace.id)
  return { workspace, policy: own, effective: effectivePolicy(all, own), now }
}
