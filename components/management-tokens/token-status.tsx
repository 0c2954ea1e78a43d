import { Badge, type Tone } from '#components/ui/badge'
import { Time } from '#components/ui/time'
import { type TokenStatus, type TokenTimes, tokenStatus } from '#lib/management-tokens/rules'
import { statusWords } from '#lib/management-tokens/words'

const tones = {
  active: 'success',
  expired: 'neutral',
  revoked: 'danger',
} satisfies Record<TokenStatus, Tone>

export function TokenStatusBadge({ times, now }: { times: TokenTimes; now: Date }) {
  const status = tokenStatus(times, now)
  return (
    <>
      <Badge tone={tones[status]} dot>
        {statusWords[status]}
      </Badge>
      {status === 'revoked' && times.revokedAt && (
        <span className="mt-1 block whitespace-nowrap text-muted text-xs">
          on <Time instant={times.revokedAt} show="date" />
        </span>
      )}
    </>
  )
}
