import { type AlertKind, isAlertKind } from '#lib/alerts/kinds'
import { kindWords } from '#lib/alerts/words'
import type { DeliveryStatus } from './rules.ts'

export const deliveryWords = {
  delivered: 'Delivered',
  waiting: 'Waiting',
  retrying: 'Will be tried again',
  failed: 'Failed',
  dropped: 'Not sent',
} as const satisfies Record<DeliveryStatus, string>

/** "All alerts", "First refusal, New caller". */
export function kindsWords(kinds: readonly string[]): string {
  if (kinds.length === 0) return 'All alerts'
  return kinds.map((kind) => (isAlertKind(kind) ? kindWords[kind satisfies AlertKind].label : kind)).join(', ')
}
