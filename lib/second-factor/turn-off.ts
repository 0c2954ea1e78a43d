import { record } from '#lib/audit/record'
import type { SignedIn } from '#lib/auth/signed-in'
import type { Tx } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { type ProofRefusal, withProof } from './prove.ts'
import type { Proof } from './schema.ts'

export function turnOffSecondFactor(user: SignedIn, proof: Proof): Promise<Result<null, ProofRefusal>> {
  const { userId, actor, workspaceId } = user
  return withProof(user, proof, async (tx) => {
    await removeSecondFactor(tx, userId)
    await record(tx, { actor, action: 'user.second_factor_off', workspaceId })
    return ok(null)
  })
}

/** Secret and recovery codes. Answers whether there was one that was on; the caller leaves the audit event. */
export async function removeSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { userId } })
  const { count } = await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } })
  await tx.secondFactor.deleteMany({ where: { userId } })
  return count > 0
}
