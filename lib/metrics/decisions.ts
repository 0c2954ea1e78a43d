import { processWide } from '#lib/process-wide'
import type { Verdict } from '#lib/verify/judge'

/** What becomes of a presented key: judged one way or another, or not at all for want of the database. */
export type Decided = Verdict['outcome'] | 'unavailable'

/** Where keys are presented. */
export const decisionRoutes = [
  '/v1/verify',
  '/v1/gateway/check',
  '/v2alpha1/admin/apiKeys:verify',
  '/v2alpha1/admin/apiKeys:batchVerify',
] as const

export type Decisions = Record<Decided, number>

/** The counters of one route since this process started. Whoever decides adds to them itself, which costs next to nothing. */
export function decisionsOf(route: (typeof decisionRoutes)[number]): Decisions {
  return processWide(`decisions ${route}`, () => ({ ...NONE }))
}

const NONE: Readonly<Decisions> = {
  allowed: 0,
  allowed_unlisted: 0,
  allowed_bypassed: 0,
  unknown_key: 0,
  revoked: 0,
  expired: 0,
  paused: 0,
  ip_unknown: 0,
  outside_ceiling: 0,
  open_too_long: 0,
  ip_not_allowed: 0,
  token_expired: 0,
  token_not_yet_valid: 0,
  signature_invalid: 0,
  unavailable: 0,
}
