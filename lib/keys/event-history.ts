import { makesVersion } from '#lib/allowlists/version-event'
import { versionNumbers } from '#lib/allowlists/version-queries'
import { auditActionLabel } from '#lib/audit/actions'
import { prisma } from '#lib/db'
import { historyChange } from './history-change.ts'
import { isKeyId } from './key-resource.ts'
import type { KeyHistory } from './views.ts'

const HISTORY_PAGE = 20

/** What happened to a key, a named list or a ceiling, newest first. Of another workspace's nothing ever did. */
export async function eventHistory(workspaceId: string, id: string, before?: string): Promise<KeyHistory> {
  if (!isKeyId(id)) return { events: [], next: null }
  const rows = await prisma().auditEvent.findMany({
    where: { workspaceId, keyId: id, ...(isSequence(before) ? { id: { lt: BigInt(before) } } : {}) },
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
  const shown = rows.slice(0, HISTORY_PAGE)
  const versioned = shown.filter(({ action }) => makesVersion(action)).map((row) => row.id)
  const numbers = versioned.length === 0 ? null : await versionNumbers(prisma(), { workspaceId, id }, versioned)
  const events = shown.map((row) => ({
    id: row.id.toString(),
    at: row.at,
    label: auditActionLabel(row.action),
    who: row.actorLabel,
    address: row.address,
    door: row.door,
    version: numbers?.get(row.id.toString()) ?? null,
    change: historyChange(row.before, row.after),
  }))
  return { events, next: rows.length > HISTORY_PAGE ? (events.at(-1)?.id ?? null) : null }
}

function isSequence(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,18}$/.test(text)
}
