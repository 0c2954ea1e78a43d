import { randomUUID } from 'node:crypto'
import { prisma } from '#lib/db'
import type { NewAlert } from './new-alert.ts'

/** Calls of a key that were refused, for tests. */
export function refusal(
  workspaceId: string,
  { subjectId = randomUUID(), items = ['203.0.113.7'], ...rest }: Partial<NewAlert> & { items?: string[] } = {},
): NewAlert {
  return {
    ...{ workspaceId, subjectId, fold: subjectId },
    ...rest,
    kind: 'first_refusal',
    detail: {
      subject: { kind: 'key', id: subjectId, name: 'Production' },
      items,
      more: false,
      reason: 'ip_not_allowed',
    },
  }
}

/** A row of a workspace's alerts as it is stored, in the order in which they happened first. */
export function storedAlerts(workspaceId: string) {
  return prisma().alert.findMany({
    where: { workspaceId },
    orderBy: { firstAt: 'asc' },
    select: { id: true, kind: true, fold: true, count: true, firstAt: true, lastAt: true, detail: true, readAt: true },
  })
}
