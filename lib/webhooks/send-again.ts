import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { TEST_TYPE } from './finish.ts'
import { testMessage } from './message.ts'
import type { DeliveryInput } from './schema.ts'
import { lockWebhookFor, type WebhookRefusal } from './webhook-lock.ts'

export type SendRefusal = WebhookRefusal | 'switched_off' | 'under_way'

const switchedOff = refuse('switched_off', 'This webhook is switched off. Switch it on first.')

/** Queues a message that says it is a test. One at a time. */
export function sendTest(actor: Actor, { webhookId }: { webhookId: string }): Promise<Result<null, SendRefusal>> {
  return transaction(async (tx) => {
    const locked = await lockWebhookFor(tx, actor, webhookId)
    if (!locked.ok) return locked
    const { id, disabledAt, now } = locked.value
    if (disabledAt !== null) return switchedOff
    const where = { webhookId: id, type: TEST_TYPE, nextAttemptAt: { not: null } }
    if ((await tx.webhookDelivery.count({ where })) > 0) return refuse('under_way', 'A test is under way already.')
    const { workspaceId } = actor
    await tx.$executeRaw`
      INSERT INTO webhook_delivery (id, workspace_id, webhook_id, type, payload, created_at, next_attempt_at)
      VALUES (gen_random_uuid(), ${workspaceId}::uuid, ${id}::uuid, ${TEST_TYPE}, ${JSON.stringify(testMessage(now))}::jsonb,
        clock_timestamp(), clock_timestamp())`
    await record(tx, { actor, action: 'webhook.test', workspaceId, keyId: id })
    return ok(null)
  })
}

/** Sends a message once more, under the id that it had: a receiver that got it knows it. It gets all its attempts anew. */
export function resend(actor: Actor, input: DeliveryInput): Promise<Result<null, SendRefusal>> {
  return transaction(async (tx) => {
    const locked = await lockWebhookFor(tx, actor, input.webhookId)
    if (!locked.ok) return locked
    if (locked.value.disabledAt !== null) return switchedOff
    const [found] = await tx.$queryRaw<{ underWay: boolean }[]>`
      SELECT next_attempt_at IS NOT NULL AS "underWay" FROM webhook_delivery
      WHERE id = ${input.deliveryId}::uuid AND webhook_id = ${input.webhookId}::uuid FOR UPDATE`
    if (found === undefined) return refuse('not_found', 'This message is not kept any more.')
    if (found.underWay) return refuse('under_way', 'This message is under way already.')
    await tx.$executeRaw`
      UPDATE webhook_delivery SET attempts = 0, delivered_at = NULL, next_attempt_at = clock_timestamp()
      WHERE id = ${input.deliveryId}::uuid`
    const after = { deliveryId: input.deliveryId }
    await record(tx, { actor, action: 'webhook.resend', workspaceId: actor.workspaceId, keyId: input.webhookId, after })
    return ok(null)
  })
}
