import { noRules, type PolicyRule, type PolicyRules, strictest } from './rules.ts'

/** Whose policy says something: that of all workspaces, or the workspace's own. */
export type PolicySource = 'all' | 'own'

/** The rules of one workspace, and of each which policy it comes from. */
export type EffectivePolicy = { readonly rules: PolicyRules; readonly from: Readonly<Record<PolicyRule, PolicySource>> }

/** The strictest of the policy of all workspaces and the workspace's own. Where both say the same, it is that of all. */
export function effectivePolicy(all: PolicyRules | null, own: PolicyRules | null): EffectivePolicy {
  const rules = strictest(all ?? noRules, own ?? noRules)
  const sourceOf = (rule: PolicyRule): PolicySource => (rules[rule] === (all ?? noRules)[rule] ? 'all' : 'own')
  return {
    rules,
    from: {
      requireRestricted: sourceOf('requireRestricted'),
      widestV4: sourceOf('widestV4'),
      widestV6: sourceOf('widestV6'),
      maxKeyLifeDays: sourceOf('maxKeyLifeDays'),
      openDays: sourceOf('openDays'),
      requireNotes: sourceOf('requireNotes'),
    },
  }
}

/** How a sentence names it. */
export const sourceWords = {
  all: 'Gatelist’s policy for all workspaces',
  own: 'Gatelist’s policy for this workspace',
} as const satisfies Record<PolicySource, string>
