/** What staff read of customers' keys, and what customers read of staff. */
export { keyActs } from './key-acts.ts'
export { keyAlerts } from './key-alerts.ts'
export { keyCallers } from './key-callers.ts'
export { listApprovals } from './list-approvals.ts'
export { listRequests } from './list-requests.ts'
export { ownerNotices } from './owner-notices.ts'
export { staffKey } from './staff-key.ts'
