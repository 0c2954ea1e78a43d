import { type AuditAction, type Json, record } from '#lib/audit/record'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type SessionClaims, sessionLifetimeSeconds } from './session-token.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visitor } from './visitor.ts'

export type OpenSession = {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  address: string | null
  userAgent: string | null
  isCurrent: boolean
}

/** The browsers that are signed in as this person, the asking one first. */
export async function listSessions(user: SignedIn): Promise<OpenSession[]> {
  const rows = await prisma().session.findMany({
    where: { userId: user.userId, endedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: 100,
    select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, address: true, userAgent: true },
  })
  const sessions = rows.map((row) => ({ ...row, isCurrent: row.id === user.sessionId }))
  return sessions.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
}

/** Adds a session for an account whose holder has just shown who they are. */
export async function openSession(
  tx: Tx,
  account: { userId: string; sessionVersion: number; secondFactorAt?: Date | null; workspaceId?: string },
  visitor: Visitor,
): Promise<SessionClaims> {
  const { userId, sessionVersion, secondFactorAt = null, workspaceId = null } = account
  const now = Date.now()
  const lifetimeMs = sessionLifetimeSeconds * 1000
  await tx.session.deleteMany({ where: { userId, expiresAt: { lt: new Date(now - lifetimeMs) } } })
  const { id } = await tx.session.create({
    data: {
      userId,
      expiresAt: new Date(now + lifetimeMs),
      address: visitor.address,
      userAgent: visitor.userAgent,
      secondFactorAt,
      workspaceId,
    },
    select: { id: true },
  })
  return { userId, sessionId: id, sessionVersion }
}

/** Signs this browser out: its cookie is dead wherever a copy of it lies. */
export function signOut(user: SignedIn): Promise<Result<null>> {
  return endSession(user, user.sessionId)
}

/** Signs one browser of this person out. */
export function endSession(user: SignedIn, sessionId: string): Promise<Result<null, 'not_found'>> {
  return transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId: user.userId, endedAt: null },
      data: { endedAt: new Date() },
    })
    if (count === 0) return refuse('not_found', 'That session has already ended.')
    await recordOwn(tx, user, 'user.sign_out', { session: sessionId })
    return ok(null)
  })
}

/** Signs every browser of this person out, this one too. */
export function endEverySession(user: SignedIn): Promise<Result<null>> {
  return transaction(async (tx) => {
    await tx.user.update({
      where: { id: user.userId },
      data: { sessionVersion: { increment: 1 } },
      select: { id: true },
    })
    const { count } = await endSessions(tx, user.userId)
    await recordOwn(tx, user, 'user.sign_out_everywhere', { sessions: count })
    return ok(null)
  })
}

/** Ends what a browser's cookie named until now, when it signs in anew. */
export async function leaveSession({ sessionId, userId }: SessionClaims): Promise<void> {
  await prisma().session.updateMany({ where: { id: sessionId, userId, endedAt: null }, data: { endedAt: new Date() } })
}

export function endSessions(tx: Tx, userId: string): Promise<{ count: number }> {
  return tx.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt: new Date() } })
}

function recordOwn(tx: Tx, user: SignedIn, action: AuditAction, after: Json): Promise<void> {
  return record(tx, { actor: user.actor, action, workspaceId: user.workspaceId, after })
}
