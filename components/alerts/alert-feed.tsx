import type { Action } from '#components/form/action'
import { Section } from '#components/ui/card'
import type { AlertRow } from '#lib/alerts/views'
import type { MuteScope } from './alert-actions.tsx'
import { AlertItem } from './alert-item.tsx'
import { byDay } from './day-groups.ts'
import type { MuteRights } from './mute-choices.ts'

export type AlertFeedProps = {
  alerts: readonly AlertRow[]
  now: Date
  mayMute: (alert: AlertRow) => MuteRights
  /** Null for who only looks. */
  markRead: Action<{ alertId: string }> | null
  mute: Action<MuteScope>
}

/** What happened, by day. */
export function AlertFeed({ alerts, now, mayMute, markRead, mute }: AlertFeedProps) {
  return byDay(alerts, ({ lastAt }) => lastAt, now).map(({ day, label, items }) => (
    <Section key={day} title={label} flush>
      <ul className="divide-y divide-line">
        {items.map((alert) => (
          <AlertItem key={alert.id} {...{ alert, now, markRead, mute }} may={mayMute(alert)} />
        ))}
      </ul>
    </Section>
  ))
}
