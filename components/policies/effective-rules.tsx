import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import type { EffectivePolicy, PolicySource } from '#lib/policies/effective'
import { noRules, policyRules } from '#lib/policies/rules'
import { ruleSentences } from '#lib/policies/words'

const sources = { all: 'All workspaces', own: 'Its own' } as const satisfies Record<PolicySource, string>

/** What rules a workspace: of each rule the stricter, and whose it is. */
export function EffectiveRules({ effective: { rules, from } }: { effective: EffectivePolicy }) {
  const told = policyRules.flatMap((rule) =>
    ruleSentences({ ...noRules, [rule]: rules[rule] }).map((sentence) => ({ sentence, source: from[rule] })),
  )
  return (
    <Section title="What rules this workspace" description="The stricter of the policy of all workspaces and its own.">
      {told.length === 0 ? (
        <p className="text-muted">Nothing.</p>
      ) : (
        <ul className="space-y-2">
          {told.map(({ sentence, source }) => (
            <li key={sentence} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {sentence}
              <Badge tone={source === 'own' ? 'accent' : 'neutral'}>{sources[source]}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
