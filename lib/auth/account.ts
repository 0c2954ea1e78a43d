import { record } from '#lib/audit/record'
import { prisma, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { dropResetLink } from '#lib/password-reset/link'
import { hashPassword, verifyPassword } from './password.ts'
import { isEmailAddress, type PasswordInput } from './schema.ts'
import type { SessionClaims } from './session-token.ts'
import { endSessions, openSession } from './sessions.ts'
import type { SignedIn } from './signed-in.ts'
import { clear, take, waitMessage } from './throttle.ts'
import type { Visitor } from './visitor.ts'

export type PasswordRefusal = 'too_many_attempts' | 'wrong_password' | 'password_is_email' | 'changed_meanwhile'

export function changeName(user: SignedIn, name: string): Promise<Result<null>> {
  return transaction(async (tx) => {
    if (name === user.name) return ok(null)
    await tx.user.update({ where: { id: user.userId }, data: { name }, select: { id: true } })
    await record(tx, {
      ...{ actor: user.actor, action: 'user.profile', workspaceId: user.workspaceId },
      ...{ before: { name: user.name }, after: { name } },
    })
    return ok(null)
  })
}

/** Ends every session of the account and opens a fresh one for the browser that asked. */
export async function changePassword(
  user: SignedIn,
  input: PasswordInput,
  visitor: Visitor,
): Promise<Result<SessionClaims, PasswordRefusal>> {
  if (isEmailAddress(input.newPassword, user.email)) {
    return refuse('password_is_email', 'Your e-mail address cannot be the password.')
  }
  const budget = await take('passwordOf', user.userId)
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  const account = await prisma().user.findUnique({ where: { id: user.userId }, select: { passwordHash: true } })
  if (account === null || !(await verifyPassword(account.passwordHash, input.currentPassword))) {
    return refuse('wrong_password', 'That is not your current password.')
  }
  const passwordHash = await hashPassword(input.newPassword)
  const changed = await transaction(async (tx) => {
    // Only over the password that was checked: of two changes at once, one is told.
    const [updated] = await tx.user.updateManyAndReturn({
      where: { id: user.userId, passwordHash: account.passwordHash },
      data: { passwordHash, sessionVersion: { increment: 1 } },
      select: { sessionVersion: true },
    })
    if (updated === undefined) return refuse('changed_meanwhile', 'Your password has just been changed elsewhere.')
    const { count } = await endSessions(tx, user.userId)
    await dropResetLink(tx, user.userId)
    await record(tx, {
      ...{ actor: user.actor, action: 'user.password', workspaceId: user.workspaceId },
      after: { sessionsEnded: count },
    })
    // A code that this browser showed counts on from when it was shown.
    const { secondFactorAt } = user.session
    const { userId, workspaceId } = user
    const { sessionVersion } = updated
    return ok(await openSession(tx, { userId, sessionVersion, secondFactorAt, workspaceId }, visitor))
  })
  if (changed.ok) await clear('passwordOf', user.userId)
  return changed
}
