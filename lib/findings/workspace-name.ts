import { prisma } from '#lib/db'

/** Null for a workspace that is not there. */
export async function readWorkspaceName(id: string): Promise<string | null> {
  const row = await prisma().workspace.findUnique({ where: { id }, select: { name: true } })
  return row?.name ?? null
}
