import type { Action } from '#components/form/action'
import { Badge, type Tone } from '#components/ui/badge'
import { CodeBlock } from '#components/ui/code-block'
import { Time } from '#components/ui/time'
import type { Attempt } from '#lib/webhooks/attempt-log'
import { problemWords } from '#lib/webhooks/problems'
import { type DeliveryStatus, deliveryStatus } from '#lib/webhooks/rules'
import type { Delivery } from '#lib/webhooks/views'
import { deliveryWords } from '#lib/webhooks/words'
import { Resend } from './resend.tsx'

type SendAgain = Action<{ webhookId: string; deliveryId: string }>

export type DeliveryLogProps = {
  deliveries: readonly Delivery[]
  webhookId: string
  now: Date
  /** Null where nothing can be sent again: for who may not, and while the webhook is switched off. */
  resend: SendAgain | null
}

/** Every message, how it stands, each attempt, and what was sent. */
export function DeliveryLog({ deliveries, webhookId, now, resend }: DeliveryLogProps) {
  return (
    <ul aria-label="Messages" className="divide-y divide-line">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="px-5 py-4 sm:px-6">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
            <Summary {...{ delivery, now }} />
            {resend && delivery.nextAttemptAt === null && (
              <Resend {...{ webhookId }} deliveryId={delivery.id} what={delivery.type} action={resend} />
            )}
          </div>
          <details className="mt-2">
            <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
              Attempts and payload<span className="spoken"> of {delivery.type}</span>
            </summary>
            <div className="mt-3 flex flex-col gap-3">
              <Attempts log={delivery.log} now={now} />
              <CodeBlock label={`webhook-id: ${delivery.messageId}`} copyLabel="Copy payload" code={delivery.payload} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}

const tones = {
  delivered: 'success',
  waiting: 'info',
  retrying: 'warning',
  failed: 'danger',
  dropped: 'neutral',
} as const satisfies Record<DeliveryStatus, Tone>

function Summary({ delivery, now }: { delivery: Delivery; now: Date }) {
  const status = deliveryStatus(delivery)
  const [latest] = delivery.log
  const next = status === 'retrying' ? delivery.nextAttemptAt : null
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h3 className="break-all font-medium">{delivery.type}</h3>
        <Badge tone={tones[status]} dot>
          {deliveryWords[status]}
        </Badge>
        {latest?.status != null && <span className="figures text-muted text-xs">HTTP {latest.status}</span>}
      </div>
      <p className="mt-0.5 text-muted text-xs">
        <Time instant={delivery.createdAt} now={now} />
        {next && (
          <>
            {' · next attempt '}
            <Time instant={next} now={now} />
          </>
        )}
      </p>
      {latest?.problem != null && status !== 'delivered' && <p className="mt-1">{problemWords(latest.problem)}</p>}
    </div>
  )
}

function Attempts({ log, now }: { log: readonly Attempt[]; now: Date }) {
  if (log.length === 0) return <p className="text-muted">Not tried yet.</p>
  return (
    <ol className="flex flex-col gap-1">
      {log.map(({ at, status, problem, ms }) => (
        <li key={at}>
          <span className="text-muted">
            <Time instant={at} now={now} />
          </span>
          {': '}
          {status === null ? 'no answer' : `HTTP ${status}`}{' '}
          <span className="figures">after {ms.toLocaleString('en-US')} ms</span>
          {problem !== null && <span className="text-muted">. {problemWords(problem)}</span>}
        </li>
      ))}
    </ol>
  )
}
