import { randomBytes } from 'node:crypto'
import { record } from '#lib/audit/record'
import type { SignedIn } from '#lib/auth/signed-in'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { otpauthUri, typedSecret } from './otpauth.ts'
import { type ProofRefusal, provePassword, withCode } from './prove.ts'
import type { CodeRefusal } from './refusals.ts'
import { keepNewCodes } from './renew-codes.ts'
import { sealSecret } from './secret.ts'
import { lockedFactor, spendStep } from './spend-code.ts'
import { secretBytes } from './totp.ts'
import { readCode } from './typed-code.ts'

/** What goes into the authenticator app, shown once. */
export type Enrolment = { uri: string; typed: string }

/** Makes a secret for the person's device, in place of one that was never confirmed. Nothing asks for codes of it yet. */
export async function beginEnrolment(
  user: SignedIn,
  password: string,
): Promise<Result<Enrolment, ProofRefusal | 'already_on'>> {
  const known = await provePassword(user, password)
  if (!known.ok) return known
  const { userId } = user
  const secret = randomBytes(secretBytes)
  const sealed = sealSecret(userId, secret)
  return transaction(async (tx) => {
    if ((await lockedFactor(tx, userId))?.isOn) return alreadyOn
    const fresh = { secret: sealed, createdAt: new Date(), lastStep: 0n }
    await tx.secondFactor.upsert({
      where: { userId },
      create: { userId, ...fresh },
      update: fresh,
      select: { userId: true },
    })
    return ok({ uri: otpauthUri(user.email, secret), typed: typedSecret(secret) })
  })
}

export type ConfirmRefusal = CodeRefusal | 'already_on' | 'not_begun'

/** Turns the second factor on with the first code of the device. Answers the recovery codes, which are shown this once. */
export function confirmEnrolment(user: SignedIn, text: string): Promise<Result<string[], ConfirmRefusal>> {
  const { userId, sessionId, actor, workspaceId } = user
  const code = readCode(text)
  return withCode<string[], ConfirmRefusal>(
    user,
    async (tx) => {
      const factor = await lockedFactor(tx, userId)
      // What is not there to be confirmed is told by the change below.
      if (factor === null || factor.isOn || !factor.isFresh) return 'app'
      return code?.kind === 'app' ? spendStep(tx, { userId, factor, digits: code.digits }) : 'wrong'
    },
    async (tx) => {
      const factor = await lockedFactor(tx, userId)
      if (factor?.isOn) return alreadyOn
      if (!factor?.isFresh) return refuse('not_begun', 'That took too long. Begin again: you get a new key.')
      const at = new Date()
      await tx.secondFactor.update({ where: { userId }, data: { confirmedAt: at }, select: { userId: true } })
      // This browser has just shown password and code.
      await tx.session.updateMany({ where: { id: sessionId, userId }, data: { secondFactorAt: at } })
      await record(tx, { actor, action: 'user.second_factor_on', workspaceId })
      return ok(await keepNewCodes(tx, userId))
    },
  )
}

const alreadyOn = refuse('already_on', 'Your second factor is on already. Turn it off first to use another device.')
