/** Everything that people are told of. */
export const alertKinds = [
  'first_refusal',
  'refusal_spike',
  'new_caller',
  'list_widened',
  'entry_expiring',
  'key_expiring',
  'webhook_disabled',
  'policy_warning',
  'staff_action',
  'staff_request',
] as const

export type AlertKind = (typeof alertKinds)[number]

export function isAlertKind(text: string): text is AlertKind {
  return (alertKinds as readonly string[]).includes(text)
}

/**
 * What happens again under the same fold: `counted` on the alert that is there, which then is unread again, or `once`: what is
 * looked for again and again is told of one time.
 */
export const foldings = {
  first_refusal: 'counted',
  refusal_spike: 'counted',
  new_caller: 'counted',
  list_widened: 'counted',
  entry_expiring: 'once',
  key_expiring: 'once',
  webhook_disabled: 'counted',
  policy_warning: 'once',
  staff_action: 'counted',
  staff_request: 'counted',
} as const satisfies Record<AlertKind, 'counted' | 'once'>

/** What a message calls it in `type`, by what it is about. */
export const eventTypes = {
  first_refusal: 'key.first_refusal',
  refusal_spike: 'key.refusal_spike',
  new_caller: 'key.new_caller',
  list_widened: 'list.widened',
  entry_expiring: 'entry.expiring',
  key_expiring: 'key.expiring',
  webhook_disabled: 'webhook.disabled',
  policy_warning: 'key.policy_warning',
  staff_action: 'key.staff_action',
  staff_request: 'key.staff_request',
} as const satisfies Record<AlertKind, string>
