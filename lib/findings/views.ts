import type { AccessMode } from '#lib/keys/views'
import type { RuleId } from './rules.ts'
import type { WhyOrGone } from './why.ts'

/** How many keys a rule found at the end of a day; of today, at the last count. */
export type TrendPoint = { readonly day: string; readonly keys: number }

/** `count` is null until somebody has counted. `trend`: oldest first, days without a count are not in it. */
export type Finding = {
  readonly rule: RuleId
  readonly count: { readonly keys: number; readonly takenAt: Date } | null
  readonly trend: readonly TrendPoint[]
}

export type Findings = {
  readonly findings: readonly Finding[]
  readonly acknowledged: Record<RuleId, number>
  readonly now: Date
}

export type Acknowledgement = {
  readonly id: string
  readonly reason: string
  readonly until: Date
  readonly by: string
  readonly at: Date
  /** Of a whole workspace, or of one key. */
  readonly of: 'workspace' | 'key'
}

/** A key that a rule finds, and why. Without secrets. */
export type FoundKey = {
  readonly keyId: string
  readonly name: string
  readonly displayPrefix: string
  readonly lastFour: string
  readonly accessMode: AccessMode
  readonly workspaceId: string
  readonly workspaceName: string
  /** Who made the key. */
  readonly owner: string | null
  readonly lastUsedAt: Date | null
  readonly why: WhyOrGone
  readonly acknowledgement: Acknowledgement | null
}

/** `next`: what `after` takes for the page that follows; null when this was the last. */
export type FoundKeys = { readonly keys: readonly FoundKey[]; readonly next: string | null; readonly now: Date }

/** An acknowledgement in force, with what it is about. */
export type StandingAcknowledgement = Acknowledgement & {
  readonly workspaceId: string
  readonly workspaceName: string
  readonly key: { readonly id: string; readonly name: string } | null
}

export type SharedRange = { readonly network: string; readonly workspaces: number }
