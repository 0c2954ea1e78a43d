import { ShieldCheck } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import type { ChainState } from '#lib/audit/chain-state'
import { paths } from '#lib/paths'

export type ChainLineProps = { state: ChainState; now: Date }

/** How the trail stands, in one line; a checkpoint that is not right any more is said aloud. */
export function ChainLine({ state: { events, pruned, checkpoint, retentionDays }, now }: ChainLineProps) {
  if (checkpoint !== null && !checkpoint.isRight) {
    return (
      <Callout
        tone="danger"
        role="alert"
        title="The trail is not what it was"
        actions={<ButtonLink href={paths.staffAuditCheck()}>Find the place</ButtonLink>}
      >
        The last checkpoint tells something else than the chain: somebody altered the trail in the database.
      </Callout>
    )
  }
  return (
    <p className="figures flex items-start gap-x-2 text-muted">
      <ShieldCheck aria-hidden="true" className="mt-1 size-4 shrink-0 text-success-ink" />
      <span>
        {countWords(events)}, chained; {checkpoint === null && 'no checkpoint yet'}
        {checkpoint && (
          <>
            last checkpoint <Time instant={checkpoint.at} now={now} />
          </>
        )}
        {retentionDays > 0 && `; kept for ${retentionDays.toLocaleString('en-US')} days`}
        {pruned > 0n && `; ${countWords(pruned)} removed when their time was over`}.
      </span>
    </p>
  )
}

function countWords(events: bigint): string {
  return `${events.toLocaleString('en-US')} ${events === 1n ? 'event' : 'events'}`
}
