import { prisma } from '#lib/db'

/** For how long an alert is kept after it happened last. */
export const KEPT_DAYS = 90

const AT_ONCE = 5_000

/** Forgets old alerts; what is beyond one step is left for the next. */
export async function sweepAlerts(): Promise<void> {
  await prisma().$executeRaw`
    DELETE FROM alert WHERE id IN (
      SELECT id FROM alert WHERE last_at < now() - make_interval(days => ${KEPT_DAYS}::int) LIMIT ${AT_ONCE}::int)`
}
