import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { policyJson } from './policy-json.ts'
import { readPolicy } from './read-policies.ts'
import { lockPolicies } from './save-policy.ts'
import type { DeletePolicyInput } from './schema.ts'

/** Takes a policy away. What it had taken from keys they have again at the next request. */
export function deletePolicy(
  actor: StaffActor,
  { workspaceId, version, reason }: DeletePolicyInput,
): Promise<Result<null, 'not_found' | 'conflict'>> {
  return transaction(async (tx) => {
    await lockPolicies(tx)
    const before = await readPolicy(tx, workspaceId)
    if (before === null) return refuse('not_found', 'There is no such policy any more.')
    if (before.version !== version) {
      return refuse('conflict', 'Somebody else changed this policy meanwhile. Look at it again, then decide.')
    }
    await record(tx, { actor, action: 'policy.delete', workspaceId, before: policyJson(before), after: { reason } })
    await tx.accessPolicy.deleteMany({ where: { workspaceId } })
    return ok(null)
  })
}
