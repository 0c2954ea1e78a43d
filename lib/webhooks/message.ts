import { type Happening, readHappening } from '#lib/alerts/detail'
import { type AlertKind, eventTypes } from '#lib/alerts/kinds'
import { alertWords } from '#lib/alerts/words'

/** What is sent, by the Standard Webhooks specification. */
export type Payload = { type: string; timestamp: string; data: Record<string, unknown> }

export type StoredAlert = {
  id: string
  kind: AlertKind
  detail: unknown
  count: number
  firstAt: Date
  lastAt: Date
}

/** The message of an alert; null for one that cannot be read. `origin` is where the dashboard is. */
export function messageOf(alert: StoredAlert, origin: string): Payload | null {
  const happening = readHappening(alert.kind, alert.detail)
  return (
    happening && {
      type: eventTypes[alert.kind],
      timestamp: alert.lastAt.toISOString(),
      data: dataOf(alert, happening, origin),
    }
  )
}

function dataOf({ id, kind, count, firstAt, lastAt }: StoredAlert, { detail, ...rest }: Happening, origin: string) {
  const { title, sentence, link } = alertWords({ ...rest, detail } as Happening)
  const { subject, items, more, ...facts } = detail
  return {
    alert_id: id,
    kind,
    title,
    message: sentence,
    url: origin + link.path,
    subject,
    ...(items.length === 0 ? {} : { addresses: items, more_addresses: more }),
    ...snakeCase(facts),
    count,
    first_time: firstAt.toISOString(),
    last_time: lastAt.toISOString(),
  }
}

function snakeCase(facts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )
}

/** What "Send test" sends. */
export function testMessage(at: Date): Payload {
  const message = 'This is a test: nothing happened. Alerts are signed and sent in the same way.'
  return { type: 'webhook.test', timestamp: at.toISOString(), data: { title: 'Test', message } }
}
