import { type Tx, transaction } from '#lib/db'
import { ATTEMPTS_KEPT, type Attempt } from './attempt-log.ts'
import { retryDelayMs } from './backoff.ts'
import type { Claimed } from './claim.ts'
import { disableWebhook, isFailingForDays, NO_DELIVERY_FOR_DAYS } from './disable.ts'
import { attemptProblems } from './problems.ts'
import type { Sent } from './send.ts'

/** What a test is called. It is tried once: who presses the button is looking. */
export const TEST_TYPE = 'webhook.test'

/**
 * Writes down how an attempt ended and when the next one is due. One whose lease was over before it ended changes nothing:
 * somebody else has the message by then.
 */
export function finishDelivery(claimed: Claimed, sent: Sent, tookMs: number): Promise<void> {
  const attempt: Attempt = { at: claimed.now.toISOString(), status: sent.status, problem: sent.problem, ms: tookMs }
  const delayMs = nextDelay(claimed, sent)
  return transaction(async (tx) => {
    const written = await tx.$executeRaw`
      UPDATE webhook_delivery SET
        log = (SELECT coalesce(jsonb_agg(one ORDER BY place), '[]') FROM (
          SELECT one, place FROM jsonb_array_elements(log || ${JSON.stringify([attempt])}::jsonb) WITH ORDINALITY AS all_of (one, place)
          ORDER BY place DESC LIMIT ${ATTEMPTS_KEPT}::int) AS kept),
        delivered_at = CASE WHEN ${sent.problem === null} THEN clock_timestamp() END,
        next_attempt_at = clock_timestamp() + make_interval(secs => ${delayMs === null ? null : delayMs / 1000}::float8)
      WHERE id = ${claimed.id}::uuid AND attempts = ${claimed.attempts}`
    if (written > 0 && sent.problem !== null) await disableIfHopeless(tx, claimed, sent)
  })
}

function nextDelay({ attempts, type }: Claimed, { problem, retryAfterMs }: Sent): number | null {
  if (problem === null || problem === 'gone' || type === TEST_TYPE) return null
  return retryDelayMs(attempts, { random: Math.random(), retryAfterMs })
}

async function disableIfHopeless(tx: Tx, { webhookId }: Claimed, { problem }: Sent): Promise<void> {
  if (problem === 'gone') await disableWebhook(tx, webhookId, attemptProblems.gone)
  else if (await isFailingForDays(tx, webhookId)) await disableWebhook(tx, webhookId, NO_DELIVERY_FOR_DAYS)
}
