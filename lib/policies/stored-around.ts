import type { Tx } from '#lib/db'
import type { AppliedPolicies } from './limits.ts'
import { readApplied, readPolicy } from './read-policies.ts'

/**
 * What is stored already where a policy is wanted. `everywhere`: policies that rule every key which it would rule; `hasOwn`: some of
 * their workspaces have one of their own that verification obeys.
 */
export type StoredAround = { readonly everywhere: AppliedPolicies; readonly hasOwn: boolean }

/** @param workspaceId null: for a policy of all workspaces */
export async function readStoredAround(tx: Tx, workspaceId: string | null): Promise<StoredAround> {
  if (workspaceId !== null) return { everywhere: await readApplied(tx, workspaceId), hasOwn: false }
  const all = await readPolicy(tx, null)
  const own = await tx.accessPolicy.findFirst({
    where: { workspaceId: { not: null }, OR: [{ appliesFrom: { not: null } }, { openDays: { not: null } }] },
    select: { id: true },
  })
  return { everywhere: all === null ? [] : [all], hasOwn: own !== null }
}
