import { ownText } from '#lib/allowlists/entries'
import { prisma } from '#lib/db'
import type { SharedRange } from './views.ts'

const SHOWN = 50

/** The ranges that most workspaces share, as they were last counted. */
export async function readSharedRanges(): Promise<readonly SharedRange[]> {
  const rows = await prisma().$queryRaw<SharedRange[]>`
    SELECT host(network) || '/' || masklen(network) AS network, workspaces FROM shared_range
    ORDER BY workspaces DESC, network LIMIT ${SHOWN}::int`
  return rows.map((row) => ({ ...row, network: ownText(row.network) }))
}
