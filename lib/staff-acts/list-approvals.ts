import { prisma } from '#lib/db'
import { earlier } from '#lib/keys/rules'
import { type ApprovalView, toApproval } from './key-acts.ts'
import { type AboutKey, aboutKey, toAboutKey } from './list-requests.ts'

export type ListedApproval = ApprovalView & { key: AboutKey; lastUsedAt: Date | null }

/** `waiting`: the oldest first; `over`: the latest that wait no longer. */
export type Approvals = { waiting: readonly ListedApproval[]; over: readonly ListedApproval[]; now: Date }

/** A day's worth at most: what waits longer expires. */
const MOST_WAITING = 100
const MOST_OVER = 20

/** Revocations that wait for a second person, and what became of the latest others. */
export async function listApprovals(): Promise<Approvals> {
  const [clock] = await prisma().$queryRaw<{ now: Date }[]>`SELECT now() AS now`
  const now = clock?.now ?? new Date()
  const [undecided, decided] = await Promise.all([
    prisma().staffApproval.findMany({ where: { outcome: null }, orderBy: { id: 'desc' }, take: MOST_WAITING, select }),
    prisma().staffApproval.findMany({
      where: { decidedAt: { not: null } },
      orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
      take: MOST_OVER,
      select,
    }),
  ])
  const all = [...undecided, ...decided].map((row) => toListed(row, now))
  const isWaiting = ({ state }: ListedApproval) => state === 'pending'
  return {
    waiting: all.filter(isWaiting).reverse(),
    over: all.filter((one) => !isWaiting(one)).slice(0, MOST_OVER),
    now,
  }
}

const select = {
  id: true,
  reason: true,
  askedById: true,
  askedBy: true,
  askedAt: true,
  expiresAt: true,
  decidedAt: true,
  outcome: true,
  decidedBy: true,
  decidedReason: true,
  key: { select: { ...aboutKey, revokedAt: true, expiresAt: true, usage: { select: { lastUsedAt: true } } } },
} as const

type Row = Parameters<typeof toApproval>[0] & {
  key: Parameters<typeof toAboutKey>[0] & {
    revokedAt: Date | null
    expiresAt: Date | null
    usage: { lastUsedAt: Date | null } | null
  }
}

function toListed({ key: { revokedAt, expiresAt, usage, ...key }, ...row }: Row, now: Date): ListedApproval {
  const endsAt = revokedAt === null ? expiresAt : earlier(revokedAt, expiresAt)
  return { ...toApproval(row, endsAt, now), key: toAboutKey(key), lastUsedAt: usage?.lastUsedAt ?? null }
}
