import type { AnonymousActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { linkTokenDigest } from '#lib/auth/link-token'
import { hashPassword } from '#lib/auth/password'
import { isEmailAddress } from '#lib/auth/schema'
import { endSessions } from '#lib/auth/sessions'
import { accountSubject, addressSubject, clear } from '#lib/auth/throttle'
import type { Visitor } from '#lib/auth/visitor'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { findResetAccount, type ResetAccount } from './account.ts'
import { holderOf, takeResetLink } from './link.ts'
import type { ResetPasswordInput } from './schema.ts'

export type ResetRefusal = 'dead_link' | 'account_disabled' | 'password_is_email'

/** Whom to tell, and what the browser is remembered by. */
export type Reset = { email: string; userId: string; sessionVersion: number }

const dead = refuse('dead_link', 'This link has been used, has been replaced by a newer one, or is too old.')
const disabled = refuse('account_disabled', 'This account has been disabled. Ask whoever runs this server.')

/**
 * Gives the account of a link a new password and uses the link up. Every browser is signed out and none is signed in: that
 * takes the password and, where there is one, the second factor.
 */
export async function resetPassword(
  { token, newPassword }: ResetPasswordInput,
  visitor: Visitor,
): Promise<Result<Reset, ResetRefusal>> {
  const digest = linkTokenDigest(token)
  // Before the hash, which costs a thousand times as much: junk must not.
  const account = digest === null ? null : await accountOf(digest)
  if (digest === null || account === null) return dead
  if (account.isDisabled) return disabled
  if (isEmailAddress(newPassword, account.email)) {
    return refuse('password_is_email', 'Your e-mail address cannot be the password.')
  }
  const passwordHash = await hashPassword(newPassword)
  const done = await transaction(async (tx) => {
    // The account before its link, as changing the password takes them: two that meet wait for each other, and do not both.
    await tx.$executeRaw`SELECT FROM user_account WHERE id = ${account.userId}::uuid FOR NO KEY UPDATE`
    if (!(await takeResetLink(tx, digest))) return dead
    return setPassword(tx, account, { passwordHash, visitor })
  })
  // Whoever has just tried all passwords they remember gets in with the new one.
  if (done.ok) await clear('signInTo', `${addressSubject(visitor.address)} ${accountSubject(account.email)}`)
  return done
}

async function accountOf(digest: Uint8Array): Promise<ResetAccount | null> {
  const holder = await holderOf(prisma(), digest)
  return holder === null ? null : findResetAccount(prisma(), { id: holder.userId })
}

async function setPassword(
  tx: Tx,
  { userId, email, workspaceId }: ResetAccount,
  { passwordHash, visitor }: { passwordHash: string; visitor: Visitor },
): Promise<Result<Reset, ResetRefusal>> {
  const [updated] = await tx.user.updateManyAndReturn({
    where: { id: userId, disabledAt: null },
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  })
  if (updated === undefined) return disabled
  const { count } = await endSessions(tx, userId)
  const { address, requestId } = visitor
  const actor: AnonymousActor = { kind: 'anonymous', label: email, address, door: 'dashboard', requestId }
  await record(tx, {
    ...{ actor, action: 'user.password_reset', workspaceId },
    after: { user: userId, email, sessionsEnded: count },
  })
  return ok({ email, userId, ...updated })
}
