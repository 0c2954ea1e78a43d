/** How wide an entry may be before it is a finding: prefix lengths. */
export const WIDEST_V4 = 16
export const WIDEST_V6 = 32
/** From how many workspaces on a range counts as shared. */
export const MANY_WORKSPACES = 5
/** From how many addresses refused within a day a key looks leaked. */
export const MANY_ADDRESSES = 20
export const IN_USE_DAYS = 7
export const DORMANT_DAYS = 90
export const WIDENED_DAYS = 7
export const STAFF_DAYS = 30

export const severities = ['high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

export type Rule = { readonly severity: Severity; readonly title: string; readonly sentence: string }

/** Every risk that is looked for, the gravest first. What finds its keys is in rule-queries.ts. */
export const rules = {
  'open-in-use': {
    severity: 'high',
    title: 'Open keys in use',
    sentence: `Any address may use the key, and somebody did in the last ${IN_USE_DAYS} days.`,
  },
  'any-address': {
    severity: 'high',
    title: 'Entries for any address',
    sentence: 'A list holds 0.0.0.0/0 or ::/0, so that it restricts nobody of that family.',
  },
  'refused-from-many': {
    severity: 'high',
    title: 'Refused from many addresses',
    sentence: `Calls from ${MANY_ADDRESSES} or more addresses were refused in the last 24 hours, as happens when a key has leaked.`,
  },
  'dormant-open': {
    severity: 'high',
    title: 'Dormant open keys',
    sentence: `Nobody has used the key for ${DORMANT_DAYS} days, yet any address still may.`,
  },
  'wide-range': {
    severity: 'medium',
    title: 'Very wide ranges',
    sentence: `A list holds a range wider than /${WIDEST_V4} of IPv4 or /${WIDEST_V6} of IPv6.`,
  },
  'shared-range': {
    severity: 'medium',
    title: 'Ranges shared by many workspaces',
    sentence: `Lists of ${MANY_WORKSPACES} or more workspaces hold the same public range or a part of it, as those of a hosting provider or a VPN.`,
  },
  widened: {
    severity: 'medium',
    title: 'Lists that became wider',
    sentence: `In the last ${WIDENED_DAYS} days the key’s own list, or a named list that it uses, came to admit more addresses.`,
  },
  reserved: {
    severity: 'medium',
    title: 'Ranges that no caller has',
    sentence:
      'A list holds a documentation, multicast, benchmark or other reserved range: a slip, or an example that was copied.',
  },
  'all-expired': {
    severity: 'low',
    title: 'Lists that have run out',
    sentence: 'No entry of the list is in force any more, some because they expired, so the key refuses everybody.',
  },
  private: {
    severity: 'low',
    title: 'Private ranges',
    sentence: 'A list holds a range that exists in every private network, such as 10.0.0.0/8.',
  },
  dormant: {
    severity: 'low',
    title: 'Dormant keys',
    sentence: `Nobody has used the key for ${DORMANT_DAYS} days, and it still works.`,
  },
  'staff-changes': {
    severity: 'low',
    title: 'Changes by staff',
    sentence: `Staff did something with the key in the last ${STAFF_DAYS} days.`,
  },
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules

export const ruleIds = Object.keys(rules) as readonly RuleId[]

export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(rules, text)
}
