import type { PolicyRefusal } from '#lib/policies/refusal'
import type { LockoutRisk } from './lockout.ts'

/** Why a change of a list is refused, whoever owns it: it would lock somebody out and nobody confirmed that, or a policy forbids it. */
export type ChangeRefusal = LockoutRisk | PolicyRefusal
