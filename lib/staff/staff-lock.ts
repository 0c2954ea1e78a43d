import type { OperatorActor, StaffActor, StaffRole } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'

// Any number that nothing else in the product locks.
const staffLock = 7_205_759_407

/**
 * One change of who is staff at a time, and only by who may make it at that moment: of two people who take each other off
 * at once, the second one is staff no more. Ends with the transaction.
 */
export async function takeStaffTurn(
  tx: Tx,
  actor: StaffActor | OperatorActor,
): Promise<Result<null, 'not_staff_any_more'>> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${staffLock}::bigint)`
  if (actor.kind === 'operator') return ok(null)
  const self = await tx.user.findUnique({ where: { id: actor.userId }, select: { staffRole: true, disabledAt: true } })
  if (self?.staffRole === 'staff' && self.disabledAt === null) return ok(null)
  return refuse('not_staff_any_more', 'You may not do this any more: your own role has just been changed.')
}

export type Target = { userId: string; email: string; role: StaffRole | null }

/** Whether anybody who may act is left without this one. Only inside a turn. */
export async function isLastStaff(tx: Tx, userId: string): Promise<boolean> {
  const another = await tx.user.findFirst({
    where: { staffRole: 'staff', disabledAt: null, id: { not: userId } },
    select: { id: true },
  })
  return another === null
}

export async function staffTarget(tx: Tx, userId: string): Promise<Target | null> {
  const row = await tx.user.findUnique({ where: { id: userId }, select: { email: true, staffRole: true } })
  return row === null ? null : { userId, email: row.email, role: row.staffRole }
}
