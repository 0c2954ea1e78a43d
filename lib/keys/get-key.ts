import { type ListView, listText, networksInForce, readListViews, restingOf } from '#lib/allowlists/entry-views'
import { prisma, type Tx } from '#lib/db'
import type { Prisma } from '#lib/generated/prisma/client'
import { intersection } from '#lib/ip/algebra'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { earliest } from '#lib/policies/limits'
import type { Bypass } from './bypass.ts'
import { isKeyId } from './key-resource.ts'
import type { Metadata } from './key-spec.ts'
import type { KeyCeiling, KeyDetail, UsedList } from './views.ts'

/** Null for a key of another workspace, exactly as for one that does not exist. */
export async function getKey(workspaceId: string, keyId: string): Promise<KeyDetail | null> {
  if (!isKeyId(keyId)) return null
  return prisma().$transaction(
    async (tx) => {
      const key = await tx.apiKey.findFirst({ where: { id: keyId, workspaceId }, select: detail })
      if (key === null) return null
      const { now, endsAt, openUntil, mayBypassUntil } = await limitsOf(tx, key.id)
      const made = await making(tx, workspaceId, key.id)
      const { createdBy, usage, metadata, rateQuota, rateWindowSeconds, lists: _, ...fields } = key
      const { bypassFrom, bypassUntil, bypassReason, bypassBy, ...plain } = fields
      return {
        ...plain,
        expiresAt: endsAt,
        endsByPolicy: endsAt?.getTime() !== plain.expiresAt?.getTime(),
        openUntil,
        metadata: metadataOf(metadata),
        rateLimit:
          rateQuota === null || rateWindowSeconds === null
            ? null
            : { quota: Number(rateQuota), windowSeconds: rateWindowSeconds },
        createdBy: made?.actorLabel ?? createdBy?.email ?? null,
        createdThrough: made?.door ?? null,
        ...(await listsOf(tx, { workspaceId, key, now })),
        bypass: bypassNow(
          { from: bypassFrom, until: earliest([bypassUntil, mayBypassUntil]), reason: bypassReason, by: bypassBy },
          now,
        ),
        lastUsed: usage?.lastUsedAt ? { at: usage.lastUsedAt, address: usage.lastUsedAddress } : null,
        allowedCount: usage?.allowedCount ?? 0n,
        refusedCount: usage?.refusedCount ?? 0n,
        now,
      }
    },
    // One snapshot, so that the version belongs to the list it is shown with.
    { isolationLevel: 'RepeatableRead' },
  )
}

type Limits = { now: Date; endsAt: Date | null; openUntil: Date | null; mayBypassUntil: Date | null }

/** What the policies leave of the key, and the database's time. */
async function limitsOf(tx: Tx, keyId: string): Promise<Limits> {
  const [limits] = await tx.$queryRaw<Limits[]>`
    SELECT now() AS now, ends_at AS "endsAt", open_until AS "openUntil", bypass_until AS "mayBypassUntil"
    FROM key_limits WHERE key_id = ${keyId}::uuid`
  if (limits === undefined) throw new Error('a key has no limits')
  return limits
}

const other = { id: true, displayPrefix: true, lastFour: true } as const

const detail = {
  id: true,
  kind: true,
  visibility: true,
  name: true,
  version: true,
  actorId: true,
  scopes: true,
  metadata: true,
  rateQuota: true,
  rateWindowSeconds: true,
  displayPrefix: true,
  lastFour: true,
  accessMode: true,
  pausedAt: true,
  revokedAt: true,
  revocationReason: true,
  revocationDescription: true,
  staffHoldAt: true,
  staffHoldReason: true,
  staffRevokedAt: true,
  expiresAt: true,
  createdAt: true,
  createdById: true,
  createdBy: { select: { email: true } },
  replaces: { select: other },
  replacedBy: { select: other },
  bypassFrom: true,
  bypassUntil: true,
  bypassReason: true,
  bypassBy: true,
  lists: { select: { list: { select: { id: true, name: true } } }, orderBy: { list: { name: 'asc' } } },
  usage: { select: { lastUsedAt: true, lastUsedAddress: true, allowedCount: true, refusedCount: true } },
} as const satisfies Prisma.ApiKeySelect

/** Who made the key and how, as its history has it: the maker of a program's key is no account. */
function making(tx: Tx, workspaceId: string, keyId: string) {
  return tx.auditEvent.findFirst({
    where: { workspaceId, keyId, action: { in: ['key.create', 'key.import'] } },
    orderBy: { id: 'asc' },
    select: { actorLabel: true, door: true },
  })
}

function metadataOf(stored: Prisma.JsonValue): Metadata | null {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? (stored as Metadata) : null
}

type Read = { workspaceId: string; key: { id: string; lists: { list: { id: string; name: string } }[] }; now: Date }

/** The key's own list, those that it uses, and what they come to within the ceiling. */
async function listsOf(tx: Tx, { workspaceId, key, now }: Read) {
  const own = (await readListViews(tx, { kind: 'key', ids: [key.id], now })).get(key.id)
  if (own === undefined) throw new Error('a key has no list')
  const ceiling = await tx.networkList.findFirst({
    where: { workspaceId, kind: 'ceiling' },
    select: { id: true, accessMode: true },
  })
  const used = key.lists.map(({ list }) => list)
  const ids = [...used, ...(ceiling === null ? [] : [ceiling])].map(({ id }) => id)
  const views = ids.length === 0 ? new Map<string, ListView>() : await readListViews(tx, { kind: 'list', ids, now })
  const withList = <T extends { id: string }>(list: T) => ({ ...list, ...(views.get(list.id) ?? NO_LIST) })
  const lists: UsedList[] = used.map(withList)
  const within = ceiling === null ? null : withList(ceiling)
  return {
    ...own,
    allowedIps: listText(own.entries),
    resting: restingOf(own.entries),
    lists,
    ceiling: within,
    effectiveCount: effectiveCount([own, ...lists], within),
  }
}

const NO_LIST: ListView = { entries: [], entryCount: 0, addressCount: formatCount(0n) }

function effectiveCount(lists: readonly ListView[], ceiling: KeyCeiling | null): string {
  const listed = lists.flatMap((list) => networksInForce(list.entries))
  const isNarrowed = ceiling?.accessMode === 'enforce'
  return formatCount(totalAddresses(isNarrowed ? intersection(listed, networksInForce(ceiling.entries)) : listed))
}

type StoredBypass = { [Field in keyof Bypass]: Bypass[Field] | null }

function bypassNow({ from, until, reason, by }: StoredBypass, now: Date): Bypass | null {
  if (from === null || until === null || reason === null || by === null) return null
  return until > now ? { from, until, reason, by } : null
}
