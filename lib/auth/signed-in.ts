import type { Actor } from '#lib/audit/actor'

/** Who a request speaks for, read from the database for that request. */
export type SignedIn = {
  userId: string
  email: string
  name: string
  isStaff: boolean
  workspaceId: string
  workspaceName: string
  role: Actor['role']
  sessionId: string
  actor: Actor
}
