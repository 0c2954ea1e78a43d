import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { isKeyId } from '#lib/keys/key-resource'
import { seenCallers } from './queries.ts'
import type { ObservedRow } from './suggest-callers.ts'

/** How far back a suggestion looks. */
export const observedWindows = { '24h': 1, '7d': 7, '30d': 30 } as const
export type ObservedWindow = keyof typeof observedWindows

const DAY_MS = 86_400_000

/** Who called a key lately, and how it ended; nobody for a key of another workspace. `now` is the database's time. */
export async function observedRows(
  workspaceId: string,
  keyId: string,
  days: number,
): Promise<{ rows: ObservedRow[]; now: Date }> {
  const now = await databaseNow(prisma())
  if (!isKeyId(keyId)) return { rows: [], now }
  const since = new Date(now.getTime() - days * DAY_MS)
  const seen = await seenCallers(prisma(), { workspaceId, keyId, since })
  return { rows: seen.map(({ address, outcome, count, lastAt }) => ({ address, outcome, count, lastAt })), now }
}
