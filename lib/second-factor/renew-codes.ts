import { record } from '#lib/audit/record'
import type { SignedIn } from '#lib/auth/signed-in'
import type { Tx } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { type ProofRefusal, withProof } from './prove.ts'
import { bareRecoveryCode, newRecoveryCodes, recoveryCodeDigest } from './recovery-codes.ts'
import type { Proof } from './schema.ts'

/** Makes ten new recovery codes and ends the old ones. */
export function renewRecoveryCodes(user: SignedIn, proof: Proof): Promise<Result<string[], ProofRefusal>> {
  const { userId, actor, workspaceId } = user
  return withProof(user, proof, async (tx) => {
    await record(tx, { actor, action: 'user.recovery_codes', workspaceId })
    return ok(await keepNewCodes(tx, userId))
  })
}

/** In place of all that were there. Answers them as they are shown. */
export async function keepNewCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes()
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({
      userId,
      digest: new Uint8Array(recoveryCodeDigest(userId, bareRecoveryCode(code) ?? code)),
    })),
  })
  return codes
}
