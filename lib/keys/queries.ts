import { auditActionLabel } from '#lib/audit/actions'
import { prisma } from '#lib/db'
import type { Prisma } from '#lib/generated/prisma/client'
import { historyChange } from './history-change.ts'
import { isKeyId } from './key-resource.ts'
import type { KeyHistory, KeyRefusal } from './views.ts'

export { getKey } from './get-key.ts'
export { listKeys } from './list-keys.ts'

const HISTORY_PAGE = 20

/** What happened to a key, newest first. */
export async function keyHistory(workspaceId: string, keyId: string, before?: string): Promise<KeyHistory> {
  if (!isKeyId(keyId)) return { events: [], next: null }
  const rows = await prisma().auditEvent.findMany({
    where: { workspaceId, keyId, ...(isSequence(before) ? { id: { lt: BigInt(before) } } : {}) },
    orderBy: { id: 'desc' },
    take: HISTORY_PAGE + 1,
    select: {
      id: true,
      at: true,
      action: true,
      actorLabel: true,
      address: true,
      door: true,
      before: true,
      after: true,
    },
  })
  const events = rows.slice(0, HISTORY_PAGE).map((row) => ({
    id: row.id.toString(),
    at: row.at,
    label: auditActionLabel(row.action),
    who: row.actorLabel,
    address: row.address,
    door: row.door,
    change: historyChange(row.before, row.after),
  }))
  return { events, next: rows.length > HISTORY_PAGE ? (events.at(-1)?.id ?? null) : null }
}

const CALLERS_SHOWN = 50

/** From where and why calls with this key were refused lately, folded by address and reason. */
export function keyRefusals(workspaceId: string, keyId: string): Promise<KeyRefusal[]> {
  return callers(workspaceId, keyId, { not: 'old_secret' })
}

/**
 * Who went on calling with a key's secret after it was rotated, folded by address and reason: let through while the grace
 * period lasted (`old_secret`), refused since (`revoked`).
 */
export function oldSecretCallers(workspaceId: string, keyId: string): Promise<KeyRefusal[]> {
  return callers(workspaceId, keyId, { in: ['old_secret', 'revoked'] })
}

async function callers(workspaceId: string, keyId: string, reason: Prisma.StringFilter): Promise<KeyRefusal[]> {
  if (!isKeyId(keyId)) return []
  return prisma().keyRefusal.findMany({
    where: { workspaceId, keyId, reason },
    orderBy: { lastAt: 'desc' },
    take: CALLERS_SHOWN,
    select: { address: true, reason: true, count: true, firstAt: true, lastAt: true },
  })
}

function isSequence(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,18}$/.test(text)
}
