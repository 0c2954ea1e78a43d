import { paths } from '#lib/paths'

/** The way to a page of webhooks. */
export const webhookCrumbs = [
  { label: 'Alerts', href: paths.alerts() },
  { label: 'Webhooks', href: paths.webhooks() },
]
