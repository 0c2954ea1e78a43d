import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { hasRight } from '#lib/workspaces/rights'

// Reading is no change of anything, so it leaves no audit event; who read an alert is on the alert.

/** Marks one alert as read, for everybody in the workspace. */
export async function markRead(
  actor: Actor,
  { alertId }: { alertId: string },
): Promise<Result<{ id: string }, 'not_found' | 'forbidden'>> {
  if (!hasRight(actor, 'readAlerts')) return forbidden
  const marked = await prisma().$executeRaw`
    UPDATE alert SET read_at = coalesce(read_at, clock_timestamp()), read_by = coalesce(read_by, ${actor.label})
    WHERE id = ${alertId}::uuid AND workspace_id = ${actor.workspaceId}::uuid`
  return marked === 0 ? refuse('not_found', 'This alert does not exist any more.') : ok({ id: alertId })
}

/** Marks all that had happened by then; what happened since stays unread. */
export async function markAllRead(
  actor: Actor,
  { until }: { until: Date },
): Promise<Result<{ count: number }, 'forbidden'>> {
  if (!hasRight(actor, 'readAlerts')) return forbidden
  const count = await prisma().$executeRaw`
    UPDATE alert SET read_at = clock_timestamp(), read_by = ${actor.label}
    WHERE workspace_id = ${actor.workspaceId}::uuid AND read_at IS NULL AND last_at <= ${until}`
  return ok({ count })
}

const forbidden = refuse('forbidden', 'As a viewer you see alerts; marking them as read is for those who act on them.')
