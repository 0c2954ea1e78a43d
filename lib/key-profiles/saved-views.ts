import { prisma } from '#lib/db'
import { readKeyList, viewQuery } from './list-query.ts'

/** Filters and an order under a name. `owner`: who made it, where that is somebody else. `query` reads as an address does. */
export type SavedView = {
  id: string
  name: string
  query: Record<string, string>
  isShared: boolean
  isDefault: boolean
  isOwn: boolean
  owner: string
}

const MOST_VIEWS = 200

/** A person's own views, and those that others of the staff share, by name. */
export async function listSavedViews(userId: string): Promise<SavedView[]> {
  const rows = await prisma().staffView.findMany({
    where: { OR: [{ userId }, { shared: true, user: { staffRole: { not: null }, disabledAt: null } }] },
    select: {
      id: true,
      userId: true,
      name: true,
      query: true,
      shared: true,
      isDefault: true,
      user: { select: { email: true } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_VIEWS,
  })
  const views = rows.map((row) => ({
    id: row.id,
    name: row.name,
    query: readQuery(row.query),
    isShared: row.shared,
    isDefault: row.isDefault && row.userId === userId,
    isOwn: row.userId === userId,
    owner: row.user.email,
  }))
  return [...views.filter(({ isOwn }) => isOwn), ...views.filter(({ isOwn }) => !isOwn)]
}

/** Whatever is stored becomes filters that this version knows. */
function readQuery(stored: unknown): Record<string, string> {
  const isRecord = typeof stored === 'object' && stored !== null && !Array.isArray(stored)
  const raw = isRecord ? (stored as Record<string, unknown>) : {}
  return viewQuery(readKeyList(raw))
}
