import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { KEY_ENDS } from '#lib/policies/limits-sql'
import { isKeyId } from './key-resource.ts'
import type { KeyTimes } from './rules.ts'

/** What a list to choose a key from shows. */
export type KeyChoice = KeyTimes & { id: string; name: string; displayPrefix: string; lastFour: string }

/** More than this is no list to choose from; others are reached from their own page. */
export const CHOICES_SHOWN = 300

type Wanted = { workspaceId: string; only: string | null }

function readChoices({ workspaceId, only }: Wanted): Promise<KeyChoice[]> {
  const chosen = only === null ? Prisma.empty : Prisma.sql`AND k.id = ${only}::uuid`
  return prisma().$queryRaw<KeyChoice[]>`
    SELECT k.id::text AS id, k.name, k.display_prefix AS "displayPrefix", k.last_four AS "lastFour",
      k.paused_at AS "pausedAt", k.revoked_at AS "revokedAt", ${KEY_ENDS} AS "expiresAt"
    FROM api_key k WHERE k.workspace_id = ${workspaceId}::uuid ${chosen} ORDER BY k.created_at DESC LIMIT ${CHOICES_SHOWN}`
}

/** The newest keys of a workspace, and the one that is chosen already wherever it is. By name. */
export async function keyChoices(workspaceId: string, chosen: string | null): Promise<KeyChoice[]> {
  const newest = await readChoices({ workspaceId, only: null })
  const isThere = chosen === null || !isKeyId(chosen) || newest.some((key) => key.id === chosen)
  const other = isThere ? [] : await readChoices({ workspaceId, only: chosen })
  return [...newest, ...other].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
