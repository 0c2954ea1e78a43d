import { hasRight, type WorkspaceRole } from '#lib/workspaces/rights'

/** Of one workspace. */
export const MAX_WEBHOOKS = 20

/** Webhooks carry what happens to every key, so they are for owners and admins; everybody may see them. */
export function mayManageWebhooks(person: { role: WorkspaceRole }): boolean {
  return hasRight(person, 'changeShared')
}

export type DeliveryStatus = 'delivered' | 'waiting' | 'retrying' | 'failed' | 'dropped'

export type DeliveryTimes = { deliveredAt: Date | null; nextAttemptAt: Date | null; attempts: number }

/** How a message stands. `dropped`: the webhook was switched off before it was tried. */
export function deliveryStatus({ deliveredAt, nextAttemptAt, attempts }: DeliveryTimes): DeliveryStatus {
  if (deliveredAt !== null) return 'delivered'
  if (nextAttemptAt !== null) return attempts === 0 ? 'waiting' : 'retrying'
  return attempts === 0 ? 'dropped' : 'failed'
}
