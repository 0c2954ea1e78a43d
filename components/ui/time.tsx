'use client'

import { useSyncExternalStore } from 'react'
import { absoluteDate, absoluteTime, type Instant, machineTime, relativeTime } from '#lib/time'

export type TimeProps = {
  instant: Instant
  /** `relative` needs `now`: the moment the page was made, so that server and browser write the same words. */
  show?: 'relative' | 'date' | 'time' | undefined
  now?: Instant | undefined
  className?: string | undefined
}

/** The server writes UTC; once in the browser it becomes the reader's own zone. The title always has it in full. */
export function Time({ instant, show = 'relative', now, className }: TimeProps) {
  const timeZone = useSyncExternalStore(unchanging, browserTimeZone, () => 'UTC')
  const full = absoluteTime(instant, timeZone)
  const relative = show === 'relative' && now !== undefined
  return (
    <time dateTime={machineTime(instant)} title={full} className={className}>
      {relative ? relativeTime(instant, now) : show === 'date' ? absoluteDate(instant, timeZone) : full}
    </time>
  )
}

const unchanging = () => () => {}
const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
