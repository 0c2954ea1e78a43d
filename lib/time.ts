/**
 * Dates as people read them. Pure: `now` and the time zone are arguments.
 *
 * Month names come from `en-US` parts put together here, because `en-GB` says "Sep" or "Sept" depending on the
 * ICU release, and server and browser seldom carry the same one.
 */
export type Instant = Date | string | number

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const steps: readonly { belowMs: number; unitMs: number; unit: Intl.RelativeTimeFormatUnit }[] = [
  { belowMs: HOUR, unitMs: MINUTE, unit: 'minute' },
  { belowMs: DAY, unitMs: HOUR, unit: 'hour' },
  { belowMs: 30 * DAY, unitMs: DAY, unit: 'day' },
  { belowMs: 365 * DAY, unitMs: 30 * DAY, unit: 'month' },
  { belowMs: Number.POSITIVE_INFINITY, unitMs: 365 * DAY, unit: 'year' },
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** "just now", "3 minutes ago", "in 5 days". */
export function relativeTime(instant: Instant, now: Instant): string {
  const differenceMs = toDate(instant).getTime() - toDate(now).getTime()
  const distanceMs = Math.abs(differenceMs)
  if (distanceMs < 45_000) return differenceMs > 0 ? 'in a moment' : 'just now'
  const step = steps.find(({ belowMs }) => distanceMs < belowMs)
  if (!step) return absoluteDate(instant)
  const count = Math.max(1, Math.floor(distanceMs / step.unitMs))
  return relative.format(differenceMs < 0 ? -count : count, step.unit)
}

/** "22 Nov 2026". */
export function absoluteDate(instant: Instant, timeZone = 'UTC'): string {
  const part = partsOf(instant, timeZone)
  return `${part('day')} ${part('month')} ${part('year')}`
}

/** "22 Nov 2026, 14:03 UTC"; the zone is always said. */
export function absoluteTime(instant: Instant, timeZone = 'UTC'): string {
  const part = partsOf(instant, timeZone)
  return `${absoluteDate(instant, timeZone)}, ${part('hour')}:${part('minute')} ${part('timeZoneName')}`
}

/** What `<time dateTime>` wants. */
export function machineTime(instant: Instant): string {
  return toDate(instant).toISOString()
}

function toDate(instant: Instant): Date {
  return instant instanceof Date ? instant : new Date(instant)
}

function partsOf(instant: Instant, timeZone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(toDate(instant))
  return (type) => parts.find((part) => part.type === type)?.value ?? ''
}
