import type { Refusal } from '#lib/verify/decide'

/** How a call that was let through is told of in what is kept of callers. All other outcomes are refusals. */
export const letThroughOutcomes = ['allowed', 'not_listed', 'bypassed', 'old_secret'] as const

/** Let through, though enforcing the list would have refused. */
export const unlistedOutcomes = ['not_listed', 'bypassed'] as const

/**
 * What is noted of a call. `not_listed`: let through by a list that only reports; `bypassed`: let through by a timed bypass;
 * `old_secret`: let through with a secret that was rotated away and still works for a while.
 */
export type CallOutcome = (typeof letThroughOutcomes)[number] | Exclude<Refusal, 'unknown_key'>

/** What is worth a word to the key's owner: refusals, and calls that were let through all the same. */
export type RefusalReason = Exclude<CallOutcome, 'allowed'>

const letThrough: ReadonlySet<string> = new Set(letThroughOutcomes)
const unlisted: ReadonlySet<string> = new Set(unlistedOutcomes)

export function isLetThrough(outcome: string): boolean {
  return letThrough.has(outcome)
}

export function isUnlisted(outcome: string): boolean {
  return unlisted.has(outcome)
}
