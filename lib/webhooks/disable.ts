import { raiseAlerts } from '#lib/alerts/raise'
import type { SystemActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'

const FAILING_DAYS = 5

export const NO_DELIVERY_FOR_DAYS = `No message could be delivered for ${FAILING_DAYS} days.`

/** Whether nothing was delivered since a message that failed five days ago, or longer; counted from the last change of the webhook. */
export async function isFailingForDays(tx: Tx, webhookId: string): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ failing: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM webhook_delivery AS d WHERE d.webhook_id = w.id AND d.delivered_at IS NULL AND d.attempts > 0
      AND d.created_at <= clock_timestamp() - make_interval(hours => ${FAILING_DAYS * 24}::int)
      AND d.created_at > greatest(w.updated_at,
        (SELECT max(delivered_at) FROM webhook_delivery AS got WHERE got.webhook_id = w.id))) AS failing
    FROM webhook AS w WHERE w.id = ${webhookId}::uuid`
  return found?.failing === true
}

const system: SystemActor = { kind: 'system', label: 'Gatelist', address: null, door: 'server', requestId: null }

/** Switches a webhook off that its receiver does not want or does not answer, and tells the workspace. */
export async function disableWebhook(tx: Tx, webhookId: string, problem: string): Promise<void> {
  const [off] = await tx.$queryRaw<{ workspaceId: string; name: string; at: Date }[]>`
    UPDATE webhook SET disabled_at = clock_timestamp(), updated_at = clock_timestamp(), problem = ${problem}
    WHERE id = ${webhookId}::uuid AND disabled_at IS NULL
    RETURNING workspace_id::text AS "workspaceId", coalesce(description, url) AS name, disabled_at AS at`
  if (off === undefined) return
  const { workspaceId, name, at } = off
  await dropQueue(tx, webhookId)
  await record(tx, {
    ...{ actor: system, action: 'webhook.update', workspaceId, keyId: webhookId },
    ...{ before: { enabled: true }, after: { enabled: false, problem } },
  })
  await raiseAlerts(tx, [
    {
      ...{ kind: 'webhook_disabled', workspaceId, subjectId: webhookId, fold: webhookId, at },
      detail: { subject: { kind: 'webhook', id: webhookId, name }, items: [], more: false, problem },
    },
  ])
}

/** What waits is not sent any more, not even when the webhook is switched on again: by then it is old news. */
export async function dropQueue(tx: Tx, webhookId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_delivery SET next_attempt_at = NULL WHERE webhook_id = ${webhookId}::uuid AND next_attempt_at IS NOT NULL`
}
