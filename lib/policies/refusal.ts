import type { EffectivePolicy } from './effective.ts'
import type { Violation } from './violations.ts'
import { violationSentence } from './words.ts'

/** A save that a policy forbids. `message` names the policy, what is wrong and what to do. */
export type PolicyRefusal = { ok: false; error: 'policy_violation'; message: string }

export function policyRefusal(message: string): PolicyRefusal {
  return { ok: false, error: 'policy_violation', message }
}

/** Null when nothing is broken. `list`: the named list that the violations are about. */
export function refusalOf(
  policy: EffectivePolicy,
  violations: readonly Violation[],
  list?: string,
): PolicyRefusal | null {
  if (violations.length === 0) return null
  return policyRefusal(violations.map((violation) => violationSentence(policy, violation, list)).join(' '))
}
