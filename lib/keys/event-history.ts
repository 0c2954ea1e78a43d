import { makesVersion } from '#lib/allowlists/version-event'
import { versionNumbers } from '#lib/allowlists/version-queries'
import { auditActionLabel } from '#lib/audit/actions'
import { prisma } from '#lib/db'
import { historyChange } from './history-change.ts'
import { isKeyId } from './key-resource.ts'
import type { KeyHistory } from './views.ts'
import { STAFF_NAME } from './words.ts'

const HISTORY_PAGE = 20

/** What happened to a key, a named list or a ceiling, newest first. Of another workspace's nothing ever did. */
export function eventHistory(workspaceId: string, id: string, before?: string): Promise<KeyHistory> {
  return historyPage({ workspaceId, id, before }, { workspaceId, keyId: id }, asToldToCustomers)
}

/** The same for staff: also what only they know of, and who of them it was. */
export function wholeHistory(workspaceId: string, id: string, before?: string): Promise<KeyHistory> {
  return historyPage({ workspaceId, id, before }, { keyId: id }, asItWas)
}

type Asked = { workspaceId: string; id: string; before: string | undefined }
type Doer = { actorLabel: string; staffRole: string | null; address: string | null }
type Told = { who: string; address: string | null }

async function historyPage(
  { workspaceId, id, before }: Asked,
  where: { workspaceId?: string; keyId: string },
  tell: (doer: Doer) => Told,
): Promise<KeyHistory> {
  if (!isKeyId(id)) return { events: [], next: null }
  const rows = await prisma().auditEvent.findMany({
    where: { ...where, ...(isSequence(before) ? { id: { lt: BigInt(before) } } : {}) },
    orderBy: { id: 'desc' },
    take: HISTORY_PAGE + 1,
    select: {
      id: true,
      at: true,
      action: true,
      actorLabel: true,
      staffRole: true,
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
    ...tell(row),
    door: row.door,
    version: numbers?.get(row.id.toString()) ?? null,
    change: historyChange(row.before, row.after),
  }))
  return { events, next: rows.length > HISTORY_PAGE ? (events.at(-1)?.id ?? null) : null }
}

/** Customers learn that staff did it; who of them, and from where, is the installation's own affair. */
export function asToldToCustomers({ actorLabel, staffRole, address }: Doer): Told {
  return staffRole === null ? { who: actorLabel, address } : { who: STAFF_NAME, address: null }
}

function asItWas({ actorLabel, staffRole, address }: Doer): Told {
  return { who: staffRole === null ? actorLabel : `${actorLabel} (${staffRole})`, address }
}

function isSequence(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,18}$/.test(text)
}
