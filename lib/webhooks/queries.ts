import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { readAttempts } from './attempt-log.ts'
import { bodyOf, messageId } from './body.ts'
import { overlapUntil } from './secret.ts'
import type { Delivery, DeliveryPage, WebhookDetail, WebhookRow } from './views.ts'

const COLUMNS = Prisma.sql`w.id::text AS id, w.url, w.description, w.kinds, w.disabled_at AS "disabledAt", w.problem,
  w.created_by AS "createdBy", w.created_at AS "createdAt", w.updated_at AS "updatedAt"`

/** The webhooks of a workspace, in the order in which they were made. */
export async function listWebhooks(workspaceId: string): Promise<{ webhooks: WebhookRow[]; now: Date }> {
  const webhooks = await prisma().$queryRaw<(WebhookRow & { now: Date })[]>`
    SELECT ${COLUMNS}, now() AS now, d.*
    FROM webhook AS w CROSS JOIN LATERAL (
      SELECT max(delivered_at) AS "lastDeliveredAt", count(*) FILTER (WHERE next_attempt_at IS NOT NULL)::int AS waiting,
        count(*) FILTER (WHERE delivered_at IS NULL AND attempts > 0 AND created_at > now() - interval '24 hours')::int AS failed
      FROM webhook_delivery WHERE webhook_id = w.id) AS d
    WHERE w.workspace_id = ${workspaceId}::uuid ORDER BY w.created_at, w.id`
  const now = webhooks[0]?.now ?? new Date()
  return { webhooks: webhooks.map(({ now: _, ...webhook }) => webhook), now }
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Null for a webhook of another workspace, exactly as for one that does not exist. */
export async function getWebhook(workspaceId: string, webhookId: string): Promise<WebhookDetail | null> {
  if (!ID.test(webhookId)) return null
  const [found] = await prisma().$queryRaw<(Omit<WebhookDetail, 'overlapUntil'> & { sealedSecret: Uint8Array })[]>`
    SELECT ${COLUMNS}, w.sealed_secret AS "sealedSecret", clock_timestamp() AS now FROM webhook AS w
    WHERE w.id = ${webhookId}::uuid AND w.workspace_id = ${workspaceId}::uuid`
  if (found === undefined) return null
  const { sealedSecret, ...webhook } = found
  return { ...webhook, overlapUntil: overlapUntil(webhook.id, sealedSecret, webhook.now) }
}

const DELIVERIES_A_PAGE = 25

type Row = Omit<Delivery, 'messageId' | 'payload' | 'log'> & { payload: unknown; log: unknown; now: Date }

/** The messages of a webhook, latest first. `before`: the id of the last one of the page before. */
export async function listDeliveries(
  workspaceId: string,
  { webhookId, before }: { webhookId: string; before?: string | undefined },
): Promise<DeliveryPage> {
  if (!ID.test(webhookId)) return { deliveries: [], next: null, pending: false }
  const later =
    before !== undefined && ID.test(before)
      ? Prisma.sql`AND (created_at, id) < (SELECT created_at, id FROM webhook_delivery WHERE id = ${before}::uuid)`
      : Prisma.empty
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT id::text AS id, type, payload, created_at AS "createdAt", attempts, next_attempt_at AS "nextAttemptAt",
      delivered_at AS "deliveredAt", log, clock_timestamp() AS now
    FROM webhook_delivery WHERE webhook_id = ${webhookId}::uuid AND workspace_id = ${workspaceId}::uuid ${later}
    ORDER BY created_at DESC, id DESC LIMIT ${DELIVERIES_A_PAGE + 1}::int`
  const now = rows[0]?.now ?? new Date()
  const deliveries = rows.slice(0, DELIVERIES_A_PAGE).map(toDelivery)
  const next = rows.length > DELIVERIES_A_PAGE ? (deliveries.at(-1)?.id ?? null) : null
  return { deliveries, next, pending: deliveries.some((delivery) => isBeingSent(delivery, now)) }
}

function toDelivery({ payload, log, now: _, ...row }: Row): Delivery {
  const body = JSON.stringify(JSON.parse(bodyOf(payload)), null, 2)
  return { ...row, messageId: messageId(row.id), payload: body, log: readAttempts(log).reverse() }
}

/** Tried within this time, or being tried: it is worth looking again. */
const SOON_MS = 70_000

function isBeingSent({ nextAttemptAt }: Delivery, now: Date): boolean {
  return nextAttemptAt !== null && nextAttemptAt.getTime() - now.getTime() < SOON_MS
}
