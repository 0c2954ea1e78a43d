import { isDatabaseUnavailable, prisma } from '#lib/db'

/** Keys and lists whose profiles are made anew in one statement, which has to end within the limit of a read. */
const BATCH = 200

/**
 * Makes profiles anew of keys that changed, so that a read that begins now sees every save that has ended. Costs one small question
 * where nothing changed.
 *
 * @param withinMs for how long it goes on, where very many changed at once
 * @returns whether all are done; where not, some profiles are older than their keys
 */
export async function freshenProfiles(withinMs = 150): Promise<boolean> {
  const end = performance.now() + withinMs
  while (await isOld()) {
    if (performance.now() >= end || !(await freshenSome())) return false
  }
  return true
}

// Many long lists at once can take longer than a read may. That is no reason to show nothing: the worker tries again.
async function freshenSome(): Promise<boolean> {
  try {
    await prisma().$executeRaw`SELECT gatelist_freshen_profiles(${BATCH}::int)`
    return true
  } catch (error) {
    if (isDatabaseUnavailable(error)) return false
    throw error
  }
}

// What another process has taken but not yet made is still there to be seen, so it is waited for.
async function isOld(): Promise<boolean> {
  const rows = await prisma().$queryRaw<{ old: boolean }[]>`
    SELECT EXISTS (SELECT FROM profile_stale)
      OR coalesce((SELECT min(next_expiry) FROM key_profile) <= clock_timestamp(), false) AS old`
  return rows[0]?.old === true
}

/** Takes over from traffic since then when keys were last used and how often they were refused. */
export async function followTraffic(since: Date): Promise<void> {
  await prisma().$transaction([prisma().$queryRaw`SELECT gatelist_follow_traffic(${since}::timestamptz)::text`])
}
