import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyRules } from './arbitraries.ts'
import { effectivePolicy } from './effective.ts'
import { noRules, type PolicyRules, policyRules, strictest } from './rules.ts'

/** Whether everything that `a` allows is allowed by `b` too. */
function isAtLeastAsStrict(a: PolicyRules, b: PolicyRules): boolean {
  const narrower = (x: number | null, y: number | null) => y === null || (x !== null && x >= y)
  const shorter = (x: number | null, y: number | null) => y === null || (x !== null && x <= y)
  return (
    (a.requireRestricted || !b.requireRestricted) &&
    (a.requireNotes || !b.requireNotes) &&
    narrower(a.widestV4, b.widestV4) &&
    narrower(a.widestV6, b.widestV6) &&
    shorter(a.maxKeyLifeDays, b.maxKeyLifeDays) &&
    shorter(a.openDays, b.openDays)
  )
}

describe('the effective policy of a workspace', () => {
  it('is never laxer than that of all workspaces nor than its own, and says nothing that neither says', () => {
    fc.assert(
      fc.property(anyRules, anyRules, (all, own) => {
        const both = strictest(all, own)
        expect(isAtLeastAsStrict(both, all) && isAtLeastAsStrict(both, own)).toBe(true)
        for (const rule of policyRules) expect([all[rule], own[rule]]).toContain(both[rule])
        expect(strictest(own, all)).toEqual(both)
        expect(strictest(both, own)).toEqual(both)
      }),
    )
  })

  it('names of each rule the policy that it comes from', () => {
    fc.assert(
      fc.property(anyRules, anyRules, (all, own) => {
        const { rules, from } = effectivePolicy(all, own)
        for (const rule of policyRules) expect((from[rule] === 'all' ? all : own)[rule]).toBe(rules[rule])
      }),
    )
    expect(effectivePolicy(null, null).rules).toEqual(noRules)
  })
})
