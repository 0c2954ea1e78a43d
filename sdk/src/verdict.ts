import type { ProblemCode } from './problem.ts'

/** A key that was let through, as it is at this moment. For a derived token: its key's id, and what the token may do. */
export type VerifiedKey = {
  readonly id: string
  /** Whom the key acts for. */
  readonly actorId: string
  readonly scopes: readonly string[]
  readonly metadata: Readonly<Record<string, unknown>> | null
  /** Null: it does not end by itself. */
  readonly expiresAt: Date | null
  readonly visibility: 'secret' | 'public'
  /** Would have been refused if everything were enforced: a list that only reports, or is bypassed for a while. */
  readonly wouldDeny: boolean
}

/** `ip_unknown`: nobody could say where the call comes from, so nothing was asked. */
export type RefusalReason = 'invalid' | 'revoked' | 'expired' | 'ip_not_allowed' | 'ip_unknown'

/** The answer to "may this credential be used from there, now?". `unavailable`: nobody could decide, which is a no. */
export type Verdict =
  | { readonly allowed: true; readonly key: VerifiedKey }
  | { readonly allowed: false; readonly reason: RefusalReason }
  | { readonly allowed: false; readonly reason: 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly allowed: false; readonly reason: 'unavailable'; readonly problem: ProblemCode }

export type Reason = Exclude<Verdict, { allowed: true }>['reason']
