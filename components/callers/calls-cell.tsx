import { Cell } from '#components/ui/table'
import { Time } from '#components/ui/time'

const MINUTE_MS = 60_000

export type CallsCellProps = { count: bigint; firstAt: Date; lastAt: Date; now: Date }

/** How many calls there were, when the last was, and since when. */
export function CallsCell({ count, firstAt, lastAt, now }: CallsCellProps) {
  return (
    <Cell label="Calls" className="whitespace-nowrap">
      <span className="max-sm:text-right">
        <span className="figures">
          {count.toLocaleString('en-US')} {count === 1n ? 'call' : 'calls'}
        </span>
        <span className="block text-muted text-xs">
          <Time instant={lastAt} now={now} />
          {lastAt.getTime() - firstAt.getTime() > MINUTE_MS && (
            <>
              , since <Time instant={firstAt} now={now} />
            </>
          )}
        </span>
      </span>
    </Cell>
  )
}
