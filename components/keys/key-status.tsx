import { Badge, type Tone } from '#components/ui/badge'
import { Time } from '#components/ui/time'
import { type KeyStatus, type KeyTimes, statusWords } from '#lib/keys/rules'

/** A key that was rotated still works, which the reader wants to know apart. */
const ROTATED: Tone = 'info'

const tones = {
  active: 'success',
  paused: 'warning',
  expired: 'neutral',
  revoked: 'danger',
} satisfies Record<KeyStatus, Tone>

export type KeyStatusProps = { times: KeyTimes; now: Date }

export function KeyStatusBadge({ times, now }: KeyStatusProps) {
  const { status, isRotated, word } = statusWords(times, now)
  return (
    <Badge tone={isRotated ? ROTATED : tones[status]} dot>
      {word}
    </Badge>
  )
}

/** "Paused since 22 Nov 2026": why the status is what it is, where there is a reason. A grace period ends by the minute. */
export function KeyStatusReason({ times, now }: KeyStatusProps) {
  const { reason, isRotated } = statusWords(times, now)
  if (reason === null) return null
  return (
    <>
      {reason.text}{' '}
      <Time instant={reason.at} show={isRotated ? 'time' : 'date'} className={isRotated ? '' : 'whitespace-nowrap'} />
    </>
  )
}
