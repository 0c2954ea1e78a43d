import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import type { KeyAlert } from '#lib/staff-acts/key-alerts'

export type KeyAlertsProps = { alerts: readonly KeyAlert[]; now: Date }

/** What the people of the workspace were told of a key. */
export function KeyAlerts({ alerts, now }: KeyAlertsProps) {
  return (
    <Section title="Alerts" description="What its workspace was told, the latest first." flush={alerts.length > 0}>
      {alerts.length === 0 ? (
        <p className="text-muted">There is none of the last 90 days.</p>
      ) : (
        <ul className="divide-y divide-line">
          {alerts.map(({ id, title, sentence, count, lastAt, readAt }) => (
            <li key={id} className="px-5 py-3 sm:px-6">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="flex flex-wrap items-baseline gap-x-2 font-medium">
                  {title}
                  {readAt === null && <Badge>Not read yet</Badge>}
                </span>
                <Time instant={lastAt} now={now} className="text-muted" />
              </p>
              <p className="wrap-anywhere text-muted">
                {sentence}
                {count > 1n && ` ${count.toLocaleString('en-US')} times.`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
