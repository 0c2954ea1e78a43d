import { Tabs } from '#components/ui/tabs'
import { paths } from '#lib/paths'

/** What happened, and where it is sent. */
export function AlertsTabs({ current }: { current: 'alerts' | 'webhooks' }) {
  return (
    <Tabs
      label="Alerts"
      tabs={[
        { label: 'Alerts', href: paths.alerts(), current: current === 'alerts' },
        { label: 'Webhooks', href: paths.webhooks(), current: current === 'webhooks' },
      ]}
    />
  )
}
