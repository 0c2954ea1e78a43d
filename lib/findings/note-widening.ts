import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'

/** `gained`: how much, as people read it; empty when the list does not apply at all any more. */
export type NotedWidening = {
  readonly workspaceId: string
  readonly subjectId: string
  readonly at: Date
  readonly gained: string
  readonly opensToAny: boolean
  readonly widenedBy: string
}

/** Keeps for the staff that a list admits more than before. Not an alert: a workspace that mutes those hides nothing here. */
export async function noteWidening(tx: Tx, widening: NotedWidening): Promise<void> {
  await tx.$executeRaw(wideningInsert(widening))
}

/** The same, to be written with the change itself. */
export function wideningInsert(widening: NotedWidening): Prisma.Sql {
  const { workspaceId, subjectId, at, gained, opensToAny, widenedBy } = widening
  return Prisma.sql`
    INSERT INTO list_widening (workspace_id, subject_id, at, gained, opens_to_any, widened_by)
    VALUES (${workspaceId}::uuid, ${subjectId}::uuid, ${at}::timestamptz, ${gained}, ${opensToAny}, ${widenedBy})`
}
