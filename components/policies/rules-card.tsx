import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import type { ToldPolicy } from '#lib/policies/told'

/** What the installation wants of the keys and lists of a workspace; nothing where it wants nothing. */
export function RulesCard({ policy }: { policy: ToldPolicy | null }) {
  if (policy === null) return null
  const { rules, appliesFrom, now } = policy
  return (
    <Section
      title="Rules of this installation"
      description="Set by the people who run it. A save that breaks one is refused, and says why."
      footer={<Applies from={appliesFrom} now={now} />}
    >
      <ul className="list-disc space-y-1 pl-5">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </Section>
  )
}

function Applies({ from, now }: { from: Date | null; now: Date }) {
  if (from === null) return <span>What was there before is left as it is.</span>
  return (
    <span>
      {from <= now ? 'Also applied to what was there before, since ' : 'Also applied to what was there before, from '}
      <Time instant={from} show="time" /> {from <= now ? '' : 'on'}
    </span>
  )
}
