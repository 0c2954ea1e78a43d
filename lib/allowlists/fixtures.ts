import { prisma } from '#lib/db'
import type { Team } from '#lib/keys/fixtures'

export type PastCall = { address: string | null; outcome?: string; minutesAgo?: number; count?: number }

/** Calls of a key as they are kept, for tests against a real database. */
export async function called(
  team: Pick<Team, 'workspaceId'>,
  keyId: string,
  calls: readonly PastCall[],
): Promise<void> {
  for (const { address, outcome = 'allowed', minutesAgo = 5, count = 1 } of calls) {
    await prisma().$executeRaw`
      INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
      SELECT ${team.workspaceId}::uuid, ${keyId}::uuid, date_trunc('hour', at, 'UTC'), ${outcome}, ${address}::inet, ${count}, at, at
      FROM (SELECT clock_timestamp() - make_interval(mins => ${minutesAgo}::int) AS at) AS past`
    await prisma().$executeRaw`
      INSERT INTO key_usage (key_id, last_used_at) VALUES (${keyId}::uuid, clock_timestamp() - make_interval(mins => ${minutesAgo}::int))
      ON CONFLICT (key_id) DO UPDATE SET last_used_at = greatest(key_usage.last_used_at, excluded.last_used_at)`
  }
}
