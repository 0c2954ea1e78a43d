import { prisma } from '#lib/db'
import type { KeyTimes } from './rules.ts'

/** What a list to choose a key from shows. */
export type KeyChoice = KeyTimes & { id: string; name: string; displayPrefix: string; lastFour: string }

/** More than this is no list to choose from; others are reached from their own page. */
export const CHOICES_SHOWN = 300

const choice = {
  ...{ id: true, name: true, displayPrefix: true, lastFour: true },
  ...{ pausedAt: true, revokedAt: true, expiresAt: true },
} as const

/** The newest keys of a workspace, and the one that is chosen already wherever it is. By name. */
export async function keyChoices(workspaceId: string, chosen: string | null): Promise<KeyChoice[]> {
  const newest = await prisma().apiKey.findMany({
    where: { workspaceId },
    orderBy: { createdAt: 'desc' },
    take: CHOICES_SHOWN,
    select: choice,
  })
  const isThere = chosen === null || newest.some((key) => key.id === chosen)
  const other = isThere ? [] : await prisma().apiKey.findMany({ where: { workspaceId, id: chosen }, select: choice })
  return [...newest, ...other].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
