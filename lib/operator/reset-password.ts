import type { OperatorActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { endSessions } from '#lib/auth/sessions'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { findResetAccount } from '#lib/password-reset/account'
import { makeResetLink, type ResetLink } from '#lib/password-reset/link'
import type { ResetPasswordInput } from './schema.ts'

export type MadeReset = ResetLink & { userId: string; email: string; sessionsEnded: number }

/**
 * A link to a new password for an account, in place of the one it may have had. The password that there is goes on working
 * until the link is used.
 */
export function makePasswordReset(
  actor: OperatorActor,
  { email, end_sessions: endsSessions }: ResetPasswordInput,
): Promise<Result<MadeReset, 'no_account' | 'account_disabled'>> {
  return transaction(async (tx) => {
    const account = await findResetAccount(tx, { email })
    if (account === null) return refuse('no_account', 'There is no account with this e-mail address.')
    if (account.isDisabled) return refuse('account_disabled', 'This account is disabled.')
    const { userId, workspaceId } = account
    const sessionsEnded = endsSessions ? (await endSessions(tx, userId)).count : 0
    const made = await makeResetLink(tx, userId, 'operator')
    await record(tx, {
      ...{ actor, action: 'user.password_link', workspaceId },
      after: { user: userId, email, by: 'operator', sessionsEnded },
    })
    return ok({ ...made, userId, email, sessionsEnded })
  })
}
