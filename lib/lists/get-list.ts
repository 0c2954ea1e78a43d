import { listText, readListViews, restingOf } from '#lib/allowlists/entry-views'
import { prisma, type Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { formatCount } from '#lib/ip/count'
import { isKeyId } from '#lib/keys/key-resource'
import { countKeysOf } from './keys-of-list.ts'
import type { CeilingDetail, ListDetail } from './views.ts'
import { ceilingModeOf } from './words.ts'

/** Null for a named list of another workspace, exactly as for one that does not exist. */
export async function getList(workspaceId: string, listId: string): Promise<ListDetail | null> {
  if (!isKeyId(listId)) return null
  return snapshot(async (tx) => {
    const list = await tx.networkList.findFirst({ where: { id: listId, workspaceId, kind: 'shared' }, select: detail })
    if (list === null) return null
    const { createdBy, accessMode: _mode, ...plain } = list
    const now = await databaseNow(tx)
    return {
      ...plain,
      ...(await listedIn(tx, list.id, now)),
      keyCount: await countKeysOf(tx, workspaceId, list.id),
      createdBy: (await firstEvent(tx, workspaceId, list.id))?.actorLabel ?? createdBy?.email ?? null,
      updatedBy: (await lastEvent(tx, workspaceId, list.id))?.actorLabel ?? null,
      now,
    }
  })
}

/** The ceiling of a workspace; as one that is off and empty while nobody has set it up. */
export async function ceilingOf(workspaceId: string): Promise<CeilingDetail> {
  return snapshot(async (tx) => {
    const list = await tx.networkList.findFirst({ where: { workspaceId, kind: 'ceiling' }, select: detail })
    const now = await databaseNow(tx)
    const keyCount = await livingKeys(tx, workspaceId)
    if (list === null) {
      return { id: null, version: 1, mode: 'off', updatedAt: null, keyCount, ...NOTHING, now }
    }
    const { id, version, updatedAt, accessMode } = list
    const mode = ceilingModeOf(accessMode)
    return { id, version, mode, updatedAt, keyCount, ...(await listedIn(tx, list.id, now)), now }
  })
}

/** So that the version belongs to the list it is shown with. */
function snapshot<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  return prisma().$transaction(read, { isolationLevel: 'RepeatableRead' })
}

const detail = {
  id: true,
  name: true,
  description: true,
  accessMode: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  createdBy: { select: { email: true } },
} as const

function firstEvent(tx: Tx, workspaceId: string, listId: string) {
  return tx.auditEvent.findFirst({
    where: { workspaceId, keyId: listId, action: 'list.create' },
    orderBy: { id: 'asc' },
    select: { actorLabel: true },
  })
}

function lastEvent(tx: Tx, workspaceId: string, listId: string) {
  return tx.auditEvent.findFirst({
    where: { workspaceId, keyId: listId, action: { startsWith: 'list.' } },
    orderBy: { id: 'desc' },
    select: { actorLabel: true },
  })
}

async function livingKeys(tx: Tx, workspaceId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM api_key WHERE workspace_id = ${workspaceId}::uuid
      AND (revoked_at IS NULL OR revoked_at > now()) AND (expires_at IS NULL OR expires_at > now())`
  return row?.count ?? 0
}

/** The list as its form and its pages show it; counts are of what is in force. */
async function listedIn(tx: Tx, listId: string, now: Date) {
  const view = (await readListViews(tx, { kind: 'list', ids: [listId], now })).get(listId)
  if (view === undefined) throw new Error('a list was not read')
  return { ...view, text: listText(view.entries), resting: restingOf(view.entries) }
}

const NOTHING = { entries: [], text: '', resting: {}, entryCount: 0, addressCount: formatCount(0n) }
