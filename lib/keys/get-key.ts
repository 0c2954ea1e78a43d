import { prisma, type Tx } from '#lib/db'
import type { Prisma } from '#lib/generated/prisma/client'
import { formatAllowlist } from '#lib/ip/allowlist'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { displayNetwork } from '#lib/ip/network'
import { readEntries, storedEntries } from './entries.ts'
import type { StoredEntry } from './entry-changes.ts'
import { entryStanding, restingEntries } from './entry-standing.ts'
import { isKeyId } from './key-resource.ts'
import type { Metadata } from './key-spec.ts'
import { isInForce } from './listed-entry.ts'
import type { KeyDetail } from './views.ts'

/** Null for a key of another workspace, exactly as for one that does not exist. */
export async function getKey(workspaceId: string, keyId: string): Promise<KeyDetail | null> {
  if (!isKeyId(keyId)) return null
  return prisma().$transaction(
    async (tx) => {
      const key = await tx.apiKey.findFirst({ where: { id: keyId, workspaceId }, select: detail })
      if (key === null) return null
      const stored = await storedEntries(tx, key.id)
      const clock = await tx.$queryRaw<{ now: Date }[]>`SELECT now() AS now`
      const now = clock[0]?.now ?? new Date()
      const made = await making(tx, workspaceId, key.id)
      const { createdBy, usage, metadata, rateQuota, rateWindowSeconds, ...plain } = key
      return {
        ...plain,
        metadata: metadataOf(metadata),
        rateLimit:
          rateQuota === null || rateWindowSeconds === null
            ? null
            : { quota: Number(rateQuota), windowSeconds: rateWindowSeconds },
        createdBy: made?.actorLabel ?? createdBy?.email ?? null,
        createdThrough: made?.door ?? null,
        ...listOf(stored, now),
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
  expiresAt: true,
  createdAt: true,
  createdById: true,
  createdBy: { select: { email: true } },
  replaces: { select: other },
  replacedBy: { select: other },
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

/** The list as it stands; its counts are of what is in force. */
function listOf(stored: readonly StoredEntry[], now: Date) {
  const entries = readEntries(stored)
  const inForce = readEntries(stored.filter((entry) => isInForce(entry, now)))
  return {
    allowedIps: formatAllowlist(entries),
    entries: entries.map(({ network, note }, index) => {
      const { enabled = true, expiresAt = null } = stored[index] ?? {}
      return { text: displayNetwork(network), note, standing: entryStanding({ enabled, expiresAt }, now), expiresAt }
    }),
    resting: restingEntries(stored, now),
    entryCount: inForce.length,
    addressCount: formatCount(totalAddresses(inForce.map(({ network }) => network))),
  }
}
