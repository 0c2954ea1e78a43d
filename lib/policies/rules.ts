/** What a policy says. `null`: nothing. Prefix lengths are the widest that an entry may have. */
export type PolicyRules = {
  /** No key is open, only reports, or is bypassed. */
  readonly requireRestricted: boolean
  readonly widestV4: number | null
  readonly widestV6: number | null
  /** The longest life of a key, in days of 24 hours from its creation. */
  readonly maxKeyLifeDays: number | null
  /** A key that lets any address through loses its power after so many days. */
  readonly openDays: number | null
  /** Every entry says what it is for. */
  readonly requireNotes: boolean
}

export type PolicyRule = keyof PolicyRules

export const noRules: PolicyRules = {
  requireRestricted: false,
  widestV4: null,
  widestV6: null,
  maxKeyLifeDays: null,
  openDays: null,
  requireNotes: false,
}

/** How two values of a rule become the stricter one. A longer prefix is narrower. */
const stricter = {
  requireRestricted: (a, b) => a || b,
  widestV4: (a, b) => larger(a, b),
  widestV6: (a, b) => larger(a, b),
  maxKeyLifeDays: (a, b) => smaller(a, b),
  openDays: (a, b) => smaller(a, b),
  requireNotes: (a, b) => a || b,
} satisfies { [R in PolicyRule]: (a: PolicyRules[R], b: PolicyRules[R]) => PolicyRules[R] }

/** The effective rules of two policies: of each rule the stricter. */
export function strictest(a: PolicyRules, b: PolicyRules): PolicyRules {
  return {
    requireRestricted: stricter.requireRestricted(a.requireRestricted, b.requireRestricted),
    widestV4: stricter.widestV4(a.widestV4, b.widestV4),
    widestV6: stricter.widestV6(a.widestV6, b.widestV6),
    maxKeyLifeDays: stricter.maxKeyLifeDays(a.maxKeyLifeDays, b.maxKeyLifeDays),
    openDays: stricter.openDays(a.openDays, b.openDays),
    requireNotes: stricter.requireNotes(a.requireNotes, b.requireNotes),
  }
}

export const policyRules = Object.keys(noRules) as readonly PolicyRule[]

/** The rules alone of what holds more. */
export function rulesOf(policy: PolicyRules): PolicyRules {
  const { requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, requireNotes } = policy
  return { requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, requireNotes }
}

export function saysNothing(rules: PolicyRules): boolean {
  return policyRules.every((rule) => rules[rule] === noRules[rule])
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
