import type { Actor, StaffRole } from '#lib/audit/actor'

/** How a browser came to be signed in, by the database's clock. */
export type SessionFacts = {
  ageSeconds: number
  /** When a code was shown to it; null: the password was enough. */
  secondFactorAt: Date | null
  secondFactorAgeSeconds: number | null
}

/** Who a request speaks for, read from the database for that request. */
export type SignedIn = {
  userId: string
  email: string
  name: string
  /** Null for everybody who is not staff. */
  staffRole: StaffRole | null
  workspaceId: string
  workspaceName: string
  role: Actor['role']
  sessionId: string
  session: SessionFacts
  /** Whether the account asks for a code when it signs in. */
  hasSecondFactor: boolean
  actor: Actor
}
