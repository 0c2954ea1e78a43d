import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import type { WebhookDetail } from '#lib/webhooks/views'

/** What somebody should know before reading on. */
export function WebhookNotices({ webhook: { disabledAt, problem, overlapUntil } }: { webhook: WebhookDetail }) {
  return (
    <>
      {disabledAt !== null && (
        <Callout tone={problem === null ? 'info' : 'danger'} title="This webhook is switched off">
          {problem ?? 'Nothing is sent to it.'} Since <Time instant={disabledAt} show="time" />. What happens meanwhile
          is not sent afterwards; it stays in the list of alerts.
        </Callout>
      )}
      {overlapUntil !== null && (
        <Callout title="Two secrets sign">
          Until <Time instant={overlapUntil} show="time" /> messages carry a signature by the secret before, too.
        </Callout>
      )}
    </>
  )
}
