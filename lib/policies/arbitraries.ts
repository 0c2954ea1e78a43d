import fc from 'fast-check'
import type { AppliedPolicies, AppliedPolicy } from './limits.ts'
import type { PolicyRules } from './rules.ts'

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 })

const rules = {
  requireRestricted: fc.boolean(),
  widestV4: some(fc.integer({ min: 1, max: 32 })),
  widestV6: some(fc.integer({ min: 1, max: 128 })),
  maxKeyLifeDays: some(fc.integer({ min: 1, max: 400 })),
  openDays: some(fc.integer({ min: 1, max: 400 })),
  requireNotes: fc.boolean(),
}

export const anyRules: fc.Arbitrary<PolicyRules> = fc.record(rules)

const DAY_MS = 86_400_000

/** A time near a moment, or whole days from it, so that ends fall on it. */
export function timeNear(now: Date): fc.Arbitrary<Date> {
  return fc
    .tuple(fc.integer({ min: -400, max: 2 }), fc.integer({ min: -1, max: 1 }))
    .map(([days, ms]) => new Date(now.getTime() + days * DAY_MS + ms))
}

export function anyPolicies(now: Date): fc.Arbitrary<AppliedPolicies> {
  const policy: fc.Arbitrary<AppliedPolicy> = fc.record({
    ...rules,
    appliesFrom: some(timeNear(now)),
    openDaysFrom: some(timeNear(now)),
  })
  return fc.array(policy, { maxLength: 2 })
}
