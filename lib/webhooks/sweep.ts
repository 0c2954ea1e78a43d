import { prisma } from '#lib/db'

/** For how long a message and its log are kept. */
export const KEPT_DAYS = 30

const AT_ONCE = 5_000

/** Forgets old messages; what is beyond one step is left for the next. */
export async function sweepDeliveries(): Promise<void> {
  await prisma().$executeRaw`
    DELETE FROM webhook_delivery WHERE id IN (
      SELECT id FROM webhook_delivery WHERE created_at < now() - make_interval(days => ${KEPT_DAYS}::int) LIMIT ${AT_ONCE}::int)`
}
