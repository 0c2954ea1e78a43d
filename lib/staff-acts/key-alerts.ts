import { readHappening } from '#lib/alerts/detail'
import type { AlertKind } from '#lib/alerts/kinds'
import { alertWords, kindWords } from '#lib/alerts/words'
import { prisma } from '#lib/db'

/** What the people of the workspace were told of a key. */
export type KeyAlert = { id: string; title: string; sentence: string; count: bigint; lastAt: Date; readAt: Date | null }

const ALERTS_SHOWN = 10

/** The latest first. */
export async function keyAlerts(keyId: string): Promise<KeyAlert[]> {
  const rows = await prisma().alert.findMany({
    where: { subjectId: keyId },
    orderBy: { lastAt: 'desc' },
    take: ALERTS_SHOWN,
    select: { id: true, kind: true, detail: true, count: true, lastAt: true, readAt: true },
  })
  return rows.map(({ kind, detail, ...row }) => ({ ...row, ...wordsOf(kind, detail) }))
}

function wordsOf(kind: AlertKind, detail: unknown): { title: string; sentence: string } {
  const happening = readHappening(kind, detail)
  if (happening === null) return { title: kindWords[kind].label, sentence: '' }
  const { title, sentence } = alertWords(happening)
  return { title, sentence }
}
