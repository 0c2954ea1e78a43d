import type { ReactNode } from 'react'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import type { StoredPolicy } from '#lib/policies/read-policies'
import { ruleSentences } from '#lib/policies/words'

export type PolicyCardProps = {
  title: string
  policy: StoredPolicy | null
  now: Date
  /** What is said where there is none. */
  nothing: string
  action: ReactNode
}

/** A policy in sentences, with who set it last and why. */
export function PolicyCard({ title, policy, now, nothing, action }: PolicyCardProps) {
  return (
    <Section title={title} actions={action} footer={policy && <LastChange policy={policy} now={now} />}>
      {policy === null ? (
        <p className="text-muted">{nothing}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <ul className="list-disc space-y-1 pl-5">
            {ruleSentences(policy).map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
          <p className="text-muted">
            <AppliesFrom at={policy.appliesFrom} now={now} />
          </p>
        </div>
      )}
    </Section>
  )
}

export function AppliesFrom({ at, now }: { at: Date | null; now: Date }) {
  if (at === null) return <span>For what is saved from now on</span>
  return (
    <span>
      {at <= now ? 'Also for what was there before, since ' : 'Also for what was there before, from '}
      <Time instant={at} show="time" />
    </span>
  )
}

function LastChange({ policy: { updatedBy, updatedAt, reason }, now }: { policy: StoredPolicy; now: Date }) {
  return (
    <span className="min-w-0 break-words">
      Set by {updatedBy} <Time instant={updatedAt} now={now} />: “{reason}”
    </span>
  )
}
