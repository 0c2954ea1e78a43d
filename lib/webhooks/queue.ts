import type { AlertKind } from '#lib/alerts/kinds'
import type { Tx } from '#lib/db'
import { env } from '#lib/env'
import { messageOf, type StoredAlert } from './message.ts'

type Due = StoredAlert & { workspaceId: string; webhookId: string; kind: AlertKind }

/**
 * Queues a message for every webhook that wants to know of these alerts, in the transaction that raised them. One that happens
 * again and again is sent once an hour and webhook: the next message tells how often it happened.
 */
export async function queueMessages(tx: Tx, alertIds: readonly string[]): Promise<void> {
  if (alertIds.length === 0) return
  // A statement of its own: it sees what another process queued while the alert's row was waited for.
  const due = await tx.$queryRaw<Due[]>`
    SELECT alert.id::text AS id, alert.workspace_id::text AS "workspaceId", webhook.id::text AS "webhookId",
      alert.kind::text AS kind, alert.detail, alert.count::float8 AS count, alert.first_at AS "firstAt", alert.last_at AS "lastAt"
    FROM alert JOIN webhook ON webhook.workspace_id = alert.workspace_id AND webhook.disabled_at IS NULL
      AND (webhook.kinds = '{}' OR alert.kind::text = ANY(webhook.kinds)) AND webhook.id IS DISTINCT FROM alert.subject_id
    WHERE alert.id = ANY(${[...alertIds]}::uuid[]) AND NOT EXISTS (SELECT 1 FROM webhook_delivery AS sent
      WHERE sent.webhook_id = webhook.id AND sent.alert_id = alert.id AND sent.created_at > clock_timestamp() - interval '1 hour')`
  const messages = due.flatMap(({ workspaceId, webhookId, ...alert }) => {
    const payload = messageOf(alert, env().appUrl.origin)
    return payload === null ? [] : [{ workspaceId, webhookId, alertId: alert.id, type: payload.type, payload }]
  })
  if (messages.length === 0) return
  await tx.$executeRaw`
    INSERT INTO webhook_delivery (id, workspace_id, webhook_id, alert_id, type, payload, created_at, next_attempt_at)
    SELECT gen_random_uuid(), sent."workspaceId", sent."webhookId", sent."alertId", sent.type, sent.payload,
      clock_timestamp(), clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS sent ("workspaceId" uuid, "webhookId" uuid,
      "alertId" uuid, type text, payload jsonb)`
}
