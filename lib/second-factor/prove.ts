import { record } from '#lib/audit/record'
import { verifyPassword } from '#lib/auth/password'
import type { SignedIn } from '#lib/auth/signed-in'
import { clear, take, waitMessage } from '#lib/auth/throttle'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { forgetCodeAttempts, takeCodeAttempt } from './attempts.ts'
import { type CodeRefusal, codeUsed, wrongCode } from './refusals.ts'
import type { Proof } from './schema.ts'
import { type CodeOutcome, spendCode } from './spend-code.ts'

export type ProofRefusal = CodeRefusal | 'wrong_password'

/** Whether the person of a session knows the password of the account. Guesses are counted. */
export async function provePassword(user: SignedIn, password: string): Promise<Result<null, ProofRefusal>> {
  const budget = await take('passwordOf', user.userId)
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  const account = await prisma().user.findUnique({ where: { id: user.userId }, select: { passwordHash: true } })
  if (account === null || !(await verifyPassword(account.passwordHash, password))) {
    return refuse('wrong_password', 'That is not your password.')
  }
  await clear('passwordOf', user.userId)
  return ok(null)
}

/** Runs `change` for who shows both the password and a code, in the transaction that takes the code. */
export async function withProof<T, E extends string>(
  user: SignedIn,
  proof: Proof,
  change: (tx: Tx) => Promise<Result<T, E>>,
): Promise<Result<T, E | ProofRefusal>> {
  const known = await provePassword(user, proof.password)
  if (!known.ok) return known
  return withCode(user, (tx) => spendCode(tx, user.userId, proof.code), change)
}

/** Runs `change` once `spend` has taken a code; one that is not taken is counted and written down. */
export async function withCode<T, E extends string>(
  user: SignedIn,
  spend: (tx: Tx) => Promise<CodeOutcome>,
  change: (tx: Tx) => Promise<Result<T, E>>,
): Promise<Result<T, E | CodeRefusal>> {
  const attempt = { userId: user.userId, address: user.actor.address }
  const budget = await takeCodeAttempt(attempt)
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  const done = await transaction(async (tx): Promise<Result<T, E | CodeRefusal>> => {
    const outcome = await spend(tx)
    const { actor, workspaceId } = user
    if (outcome === 'wrong' || outcome === 'used') {
      await record(tx, { actor, action: 'user.second_factor_failed', workspaceId, after: { reason: outcome } })
      return outcome === 'used' ? codeUsed : wrongCode
    }
    if (outcome === 'recovery_code') await record(tx, { actor, action: 'user.recovery_code', workspaceId })
    return change(tx)
  })
  if (done.ok) await forgetCodeAttempts(attempt)
  return done
}
