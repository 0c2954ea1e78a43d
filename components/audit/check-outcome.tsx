import { Callout } from '#components/ui/callout'
import { CodeBlock } from '#components/ui/code-block'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { CheckProblem, CheckProgress } from '#lib/audit/check'
import { paths } from '#lib/paths'

export type CheckOutcomeProps = { progress: CheckProgress | null; running: boolean }

/** How far a check is, and in the end what it found. */
export function CheckOutcome({ progress, running }: CheckOutcomeProps) {
  return (
    <div className="flex flex-col gap-4 empty:hidden">
      {running && <Bar progress={progress} />}
      <div role="status" className="empty:hidden">
        {progress !== null && !running && progress.problem === null && <Right progress={progress} />}
      </div>
      <div role="alert" className="empty:hidden">
        {progress?.problem && <Broken problem={progress.problem} checked={progress.checked} />}
      </div>
      {progress !== null && progress.state === null && progress.problem === null && (
        <CodeBlock code={progress.head} label="Head: note it elsewhere" copyLabel="Copy the head" />
      )}
    </div>
  )
}

function Bar({ progress }: { progress: CheckProgress | null }) {
  const [checked, total] = [progress?.checked ?? 0, progress?.total ?? 0]
  return (
    <div>
      <progress
        aria-label="Events checked"
        className="h-2 w-full accent-accent"
        value={checked}
        max={Math.max(total, 1)}
      />
      <p className="figures text-muted">
        {checked.toLocaleString('en-US')} of {total.toLocaleString('en-US')} events
      </p>
    </div>
  )
}

function Right({ progress: { state, checked, sealed, pruned, isHeadPruned } }: { progress: CheckProgress }) {
  const events = `${checked.toLocaleString('en-US')} ${checked === 1 ? 'event' : 'events'}`
  if (state !== null) return <Callout>Stopped after {events}. Until there the trail is as it was recorded.</Callout>
  return (
    <Callout tone={isHeadPruned ? 'warning' : 'success'} title={`${events}, all as they were recorded`}>
      <p>
        {sealed === null
          ? 'No checkpoint was there to be passed yet.'
          : `The last checkpoint that was passed is at ${sealed.toLocaleString('en-US')}.`}
        {pruned > 0 && ` The ${pruned.toLocaleString('en-US')} before them were removed when their time was over.`}
      </p>
      {isHeadPruned && <p>The head that you noted is older than the trail now is, so it could not be compared.</p>}
    </Callout>
  )
}

function Broken({ problem: { message, position, eventId, at }, checked }: { problem: CheckProblem; checked: number }) {
  return (
    <Callout tone="danger" title="The trail is broken">
      <p>{message}</p>
      <p className="figures">
        {eventId !== null && (
          <>
            Event <TextLink href={paths.staffAudit({ event: eventId })}>{eventId}</TextLink>
          </>
        )}
        {eventId !== null && at !== null && (
          <>
            {' '}
            of <Time instant={at} show="time" />
          </>
        )}
        {position !== null &&
          `${eventId === null ? 'Place' : ', place'} ${position.toLocaleString('en-US')} in the chain`}
        .{` ${checked.toLocaleString('en-US')} events before were right.`}
      </p>
    </Callout>
  )
}
