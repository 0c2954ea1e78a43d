import { prisma } from '#lib/db'
import type { KeyFilter } from './filters.ts'

/** What the workspace and the owner of a filter are called; null where there is none such. */
export async function filterNames(filter: KeyFilter): Promise<{ workspace: string | null; owner: string | null }> {
  const { workspace, owner } = filter
  if (workspace === null && owner === null) return { workspace: null, owner: null }
  const [row] = await prisma().$queryRaw<{ workspace: string | null; owner: string | null }[]>`
    SELECT (SELECT name FROM workspace WHERE id = ${workspace}::uuid) AS workspace,
      (SELECT email FROM user_account WHERE id = ${owner}::uuid) AS owner`
  return row ?? { workspace: null, owner: null }
}
