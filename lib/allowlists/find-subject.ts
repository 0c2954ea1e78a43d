import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { isKeyId } from '#lib/keys/key-resource'
import type { ListSubject } from './subject.ts'

/** Which list: that of a key, or a named list or ceiling. */
export type SubjectPlace = { readonly workspaceId: string; readonly owner: 'key' | 'list'; readonly id: string }

/** Whose list it is, as it stands without a lock. Null when there is none, and so for one of another workspace. */
export async function findSubject(db: Tx, { workspaceId, owner, id }: SubjectPlace): Promise<ListSubject | null> {
  if (!isKeyId(id)) return null
  const from = owner === 'key' ? Prisma.sql`'key' AS kind, name` : Prisma.sql`kind::text AS kind, name`
  const rows = await db.$queryRaw<ListSubject[]>`
    SELECT ${from}, id::text AS id, workspace_id::text AS "workspaceId", version, access_mode::text AS "accessMode",
      date_trunc('milliseconds', clock_timestamp()) AS now
    FROM ${owner === 'key' ? Prisma.sql`api_key` : Prisma.sql`network_list`}
    WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid`
  return rows[0] ?? null
}
