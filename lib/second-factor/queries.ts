import { prisma } from '#lib/db'

export type SecondFactorStanding = { since: Date; codesLeft: number }

/** Null while it is off. */
export async function secondFactorOf(userId: string): Promise<SecondFactorStanding | null> {
  const [factor, codesLeft] = await Promise.all([
    prisma().secondFactor.findUnique({ where: { userId }, select: { confirmedAt: true } }),
    prisma().recoveryCode.count({ where: { userId, usedAt: null } }),
  ])
  return factor?.confirmedAt ? { since: factor.confirmedAt, codesLeft } : null
}
