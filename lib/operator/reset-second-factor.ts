import type { OperatorActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { endSessions } from '#lib/auth/sessions'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { removeSecondFactor } from '#lib/second-factor/turn-off'

export type ResetSecondFactor = { changed: boolean; userId: string; email: string }

/**
 * Takes the second factor off an account whose holder has lost device and recovery codes, and signs its browsers out:
 * whoever has the device now may be in one of them. Safe to repeat.
 */
export function resetSecondFactor(
  actor: OperatorActor,
  { email }: { email: string },
): Promise<Result<ResetSecondFactor, 'no_account'>> {
  return transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: { email },
      select: { id: true, memberships: { orderBy: { createdAt: 'asc' }, take: 1, select: { workspaceId: true } } },
    })
    if (user === null) return refuse('no_account', 'There is no account with this e-mail address.')
    const { id: userId, memberships } = user
    const changed = await removeSecondFactor(tx, userId)
    if (changed) {
      const { count } = await endSessions(tx, userId)
      await record(tx, {
        ...{ actor, action: 'user.second_factor_reset', workspaceId: memberships[0]?.workspaceId ?? null },
        after: { user: userId, email, sessionsEnded: count },
      })
    }
    return ok({ changed, userId, email })
  })
}
