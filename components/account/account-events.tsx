import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'

export type AccountEventItem = { id: string; at: string; label: string; address: string | null }

export type AccountEventsProps = { events: readonly AccountEventItem[]; now: string }

export function AccountEvents({ events, now }: AccountEventsProps) {
  if (events.length === 0) return null
  return (
    <Section title="Recent activity" description="What happened to this account, and from which address." flush>
      <ol className="divide-y divide-line">
        {events.map(({ id, at, label, address }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-3 sm:px-6">
            <span className="min-w-0 flex-1 basis-48">{label}</span>
            {address && <span className="address text-muted">{address}</span>}
            <Time instant={at} now={now} className="text-muted sm:w-32 sm:text-right" />
          </li>
        ))}
      </ol>
    </Section>
  )
}
