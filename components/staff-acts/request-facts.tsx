import { Badge } from '#components/ui/badge'
import { Time } from '#components/ui/time'
import type { RequestView } from '#lib/staff-acts/key-acts'
import { staffAskWords } from '#lib/staff-acts/words'
import { absoluteDate } from '#lib/time'

/** What was asked, by whom, and how it stands. */
export function RequestFacts({ request, now }: { request: RequestView; now: Date }) {
  const { ask, reason, dueOn, askedBy, askedAt, settled } = request
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{staffAskWords[ask].label}</span>
        <Standing request={request} now={now} />
      </p>
      <p className="wrap-anywhere mt-0.5 whitespace-pre-line">{reason}</p>
      <p className="wrap-anywhere mt-1 text-muted text-xs">
        Asked by {askedBy}, <Time instant={askedAt} now={now} />
        {dueOn !== null && `, by ${absoluteDate(dueOn)}`}
      </p>
      {settled !== null && (
        <p className="wrap-anywhere mt-0.5 text-muted text-xs">
          {settled.outcome === 'done' ? 'Answered' : 'Closed'} by {settled.by}, <Time instant={settled.at} now={now} />
          {settled.note && `: “${settled.note}”`}
        </p>
      )}
    </>
  )
}

function Standing({ request: { dueOn, settled }, now }: { request: RequestView; now: Date }) {
  if (settled !== null) return <Badge>{settled.outcome === 'done' ? 'Done' : 'Closed'}</Badge>
  const isLate = dueOn !== null && Date.parse(`${dueOn}T23:59:59.999Z`) < now.getTime()
  return isLate ? <Badge tone="danger">Overdue</Badge> : <Badge tone="warning">Open</Badge>
}
