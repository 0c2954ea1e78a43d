import type { Actor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { mayManageWebhooks } from './rules.ts'

/** A webhook as it stands while its row is locked; `now` is the database's time after the lock was had. */
export type LockedWebhook = {
  id: string
  url: string
  description: string | null
  kinds: string[]
  sealedSecret: Uint8Array
  disabledAt: Date | null
  updatedAt: Date
  now: Date
}

export type WebhookRefusal = 'not_found' | 'forbidden'

/** Takes the webhook's row for this transaction, if the actor may change it. Another workspace's looks like none. */
export async function lockWebhookFor(
  tx: Tx,
  actor: Actor,
  webhookId: string,
): Promise<Result<LockedWebhook, WebhookRefusal>> {
  if (!mayManageWebhooks(actor)) return refuse('forbidden', 'Only owners and admins can change webhooks.')
  const [webhook] = await tx.$queryRaw<LockedWebhook[]>`
    SELECT id::text AS id, url, description, kinds, sealed_secret AS "sealedSecret", disabled_at AS "disabledAt",
      updated_at AS "updatedAt", clock_timestamp() AS now
    FROM webhook WHERE id = ${webhookId}::uuid AND workspace_id = ${actor.workspaceId}::uuid FOR NO KEY UPDATE`
  return webhook === undefined ? refuse('not_found', 'This webhook does not exist.') : ok(webhook)
}
