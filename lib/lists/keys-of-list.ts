import { prisma, type Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { Prisma } from '#lib/generated/prisma/client'
import { isKeyId } from '#lib/keys/key-resource'
import { KEY_ENDS, NARROW_ENOUGH } from '#lib/policies/limits-sql'
import type { ListKey, ListKeys } from './views.ts'

const KEYS_A_PAGE = 50

/** The keys that use a named list and are not revoked, by their names. `page` counts from 1; beyond the last it is the last. */
export async function keysOfList(workspaceId: string, listId: string, page = 1): Promise<ListKeys> {
  const now = await databaseNow(prisma())
  const total = isKeyId(listId) ? await countKeysOf(prisma(), workspaceId, listId) : 0
  const pages = Math.max(1, Math.ceil(total / KEYS_A_PAGE))
  const shown = Math.min(Math.max(1, page), pages)
  if (total === 0) return { keys: [], total, page: shown, pages, now }
  const keys = await prisma().$queryRaw<ListKey[]>`
    SELECT k.id::text AS id, k.name, k.display_prefix AS "displayPrefix", k.last_four AS "lastFour",
      k.access_mode::text AS "accessMode", k.paused_at AS "pausedAt", k.revoked_at AS "revokedAt",
      ${KEY_ENDS} AS "expiresAt", u.added_at AS "addedAt", u.added_by AS "addedBy",
      (SELECT count(*)::int FROM allowlist_entry e WHERE e.key_id = k.id AND e.enabled
        AND (e.expires_at IS NULL OR e.expires_at > now()) AND ${NARROW_ENOUGH}) AS "ownEntryCount"
    FROM key_list u JOIN api_key k ON k.id = u.key_id
    WHERE u.list_id = ${listId}::uuid AND k.workspace_id = ${workspaceId}::uuid AND ${IS_ALIVE}
    ORDER BY lower(k.name), k.id LIMIT ${KEYS_A_PAGE} OFFSET ${(shown - 1) * KEYS_A_PAGE}`
  return { keys, total, page: shown, pages, now }
}

// A revoked key admits nobody any more, so it uses no list, though it cannot be taken off either.
const IS_ALIVE = Prisma.sql`(k.revoked_at IS NULL OR k.revoked_at > now())`

/** Of a named list of the workspace. */
export async function countKeysOf(db: Tx, workspaceId: string, listId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM key_list u JOIN api_key k ON k.id = u.key_id
    WHERE u.list_id = ${listId}::uuid AND k.workspace_id = ${workspaceId}::uuid AND ${IS_ALIVE}`
  return row?.total ?? 0
}
