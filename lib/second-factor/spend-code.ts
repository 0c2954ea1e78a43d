import type { Tx } from '#lib/db'
import { recoveryCodeDigest } from './recovery-codes.ts'
import { openSecret } from './secret.ts'
import { matchingStep } from './totp.ts'
import { readCode } from './typed-code.ts'

export type CodeOutcome = 'app' | 'recovery_code' | 'used' | 'wrong'

/** Takes a code of an account whose second factor is on. It never works again, in however many requests at once. */
export async function spendCode(tx: Tx, userId: string, text: string): Promise<CodeOutcome> {
  const code = readCode(text)
  if (code === null) return 'wrong'
  const factor = await lockedFactor(tx, userId)
  if (factor === null || !factor.isOn) return 'wrong'
  if (code.kind === 'recovery') return spendRecoveryCode(tx, userId, code.bare)
  return spendStep(tx, { userId, factor, digits: code.digits })
}

export type Factor = { secret: Uint8Array; lastStep: number; isOn: boolean; isFresh: boolean; unixSeconds: number }

/** Held until the transaction ends, so that two codes of one account are judged one after the other. */
export async function lockedFactor(tx: Tx, userId: string): Promise<Factor | null> {
  const [row] = await tx.$queryRaw<Factor[]>`
    SELECT secret, last_step::float8 AS "lastStep", confirmed_at IS NOT NULL AS "isOn",
      created_at > now() - interval '30 minutes' AS "isFresh", extract(epoch FROM clock_timestamp())::float8 AS "unixSeconds"
    FROM second_factor WHERE user_id = ${userId}::uuid FOR UPDATE`
  return row ?? null
}

type Shown = { userId: string; factor: Factor; digits: string }

export async function spendStep(tx: Tx, { userId, factor, digits }: Shown): Promise<'app' | 'used' | 'wrong'> {
  const { unixSeconds, lastStep } = factor
  const match = matchingStep(openSecret(userId, factor.secret), digits, { unixSeconds, lastStep })
  if (typeof match === 'string') return match
  await tx.secondFactor.update({
    where: { userId },
    data: { lastStep: BigInt(match.step) },
    select: { userId: true },
  })
  return 'app'
}

async function spendRecoveryCode(tx: Tx, userId: string, bare: string): Promise<'recovery_code' | 'wrong'> {
  const digest = new Uint8Array(recoveryCodeDigest(userId, bare))
  const { count } = await tx.recoveryCode.updateMany({
    where: { userId, digest, usedAt: null },
    data: { usedAt: new Date() },
  })
  return count === 1 ? 'recovery_code' : 'wrong'
}
