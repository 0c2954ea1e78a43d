import { auditActionLabel } from '#lib/audit/actions'
import { prisma } from '#lib/db'
import { formatAllowlist } from '#lib/ip/allowlist'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { readEntries, storedEntries } from './entries.ts'
import { historyChange } from './history-change.ts'
import type { KeyDetail, KeyHistory, KeyRefusal } from './views.ts'

export { listKeys } from './list-keys.ts'

/** Null for a key of another workspace, exactly as for one that does not exist. */
export async function getKey(workspaceId: string, keyId: string): Promise<KeyDetail | null> {
  if (!isId(keyId)) return null
  return prisma().$transaction(
    async (tx) => {
      const key = await tx.apiKey.findFirst({ where: { id: keyId, workspaceId }, select: detail })
      if (key === null) return null
      const entries = readEntries(await storedEntries(tx, key.id))
      const clock = await tx.$queryRaw<{ now: Date }[]>`SELECT now() AS now`
      const { createdBy, usage, ...plain } = key
      return {
        ...plain,
        createdBy: createdBy?.email ?? null,
        allowedIps: formatAllowlist(entries),
        entryCount: entries.length,
        addressCount: formatCount(totalAddresses(entries.map((entry) => entry.network))),
        lastUsed: usage?.lastUsedAt ? { at: usage.lastUsedAt, address: usage.lastUsedAddress } : null,
        allowedCount: usage?.allowedCount ?? 0n,
        refusedCount: usage?.refusedCount ?? 0n,
        now: clock[0]?.now ?? new Date(),
      }
    },
    // One snapshot, so that the version belongs to the list it is shown with.
    { isolationLevel: 'RepeatableRead' },
  )
}

const detail = {
  id: true,
  name: true,
  version: true,
  displayPrefix: true,
  lastFour: true,
  accessMode: true,
  pausedAt: true,
  revokedAt: true,
  expiresAt: true,
  createdAt: true,
  createdById: true,
  createdBy: { select: { email: true } },
  usage: { select: { lastUsedAt: true, lastUsedAddress: true, allowedCount: true, refusedCount: true } },
} as const

const HISTORY_PAGE = 20

/** What happened to a key, newest first. */
export async function keyHistory(workspaceId: string, keyId: string, before?: string): Promise<KeyHistory> {
  if (!isId(keyId)) return { events: [], next: null }
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

const REFUSALS_SHOWN = 50

/** From where and why calls with this key were refused lately, folded by address and reason. */
export async function keyRefusals(workspaceId: string, keyId: string): Promise<KeyRefusal[]> {
  if (!isId(keyId)) return []
  return prisma().keyRefusal.findMany({
    where: { workspaceId, keyId },
    orderBy: { lastAt: 'desc' },
    take: REFUSALS_SHOWN,
    select: { address: true, reason: true, count: true, firstAt: true, lastAt: true },
  })
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Ids come from addresses that people type; PostgreSQL would answer an error where there is just no such key. */
function isId(text: string): boolean {
  return ID.test(text)
}

function isSequence(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,18}$/.test(text)
}
