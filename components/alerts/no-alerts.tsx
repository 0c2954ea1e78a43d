import { Bell } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { EmptyState } from '#components/ui/empty-state'
import { alertKinds } from '#lib/alerts/kinds'
import { kindWords } from '#lib/alerts/words'
import { paths } from '#lib/paths'

/** Nothing has happened yet: what would be told here. */
export function NoAlertsYet() {
  return (
    <EmptyState
      icon={<Bell />}
      title="Nothing to tell"
      description="Here you read what needs a look, without having to watch for it. Webhooks send the same to your own programs."
      actions={<ButtonLink href={paths.webhooks()}>Set up a webhook</ButtonLink>}
    >
      <dl className="divide-y divide-line border-line border-y">
        {alertKinds.map((kind) => (
          <div key={kind} className="grid gap-x-6 py-2.5 sm:grid-cols-[10rem_1fr]">
            <dt className="font-medium">{kindWords[kind].label}</dt>
            <dd className="text-muted">{kindWords[kind].explanation}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  )
}

export function NoAlertsMatch() {
  return (
    <EmptyState
      title="No alert of this kind"
      description="Nothing that matches the filter is kept. Alerts are kept for 90 days after they happened last."
      actions={<ButtonLink href={paths.alerts()}>Show all alerts</ButtonLink>}
    />
  )
}
