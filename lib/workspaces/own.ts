import { prisma } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'

export type OwnWorkspace = { id: string; name: string }

/** The workspaces that an account is in, by name. */
export function workspacesOf(userId: string): Promise<OwnWorkspace[]> {
  return prisma().workspace.findMany({
    where: { memberships: { some: { userId } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 100,
    select: { id: true, name: true },
  })
}

/** From the next request on, this browser is in another workspace of the account's. */
export async function switchWorkspace(
  { userId, sessionId }: { userId: string; sessionId: string },
  workspaceId: string,
): Promise<Result<null, 'not_found'>> {
  const { count } = await prisma().session.updateMany({
    where: { id: sessionId, userId, user: { memberships: { some: { workspaceId } } } },
    data: { workspaceId },
  })
  return count === 0 ? refuse('not_found', 'You are not in that workspace any more.') : ok(null)
}
