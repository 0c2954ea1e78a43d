import type { Actor } from '#lib/audit/actor'
import { type AuditAction, type Json, record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { env } from '#lib/env'
import { ok, type Result, refuse } from '#lib/errors'
import { dropQueue } from './disable.ts'
import { storedKinds, type UpdateWebhookInput } from './schema.ts'
import { replacedSecret } from './secret.ts'
import { secretText } from './signature.ts'
import { readTarget } from './target.ts'
import { type LockedWebhook, lockWebhookFor, type WebhookRefusal } from './webhook-lock.ts'

type Changed<T, E extends string = never> = Promise<Result<T, WebhookRefusal | E>>

/** Changes where messages go and which ones. What waits goes to the new address. */
export async function updateWebhook(
  actor: Actor,
  input: UpdateWebhookInput,
): Changed<{ id: string }, 'bad_url' | 'conflict'> {
  const target = readTarget(input.url, { privateTargets: env().webhookPrivateTargets })
  if (!target.ok) return refuse('bad_url', target.message)
  const after = { url: target.url.href, description: input.description, kinds: storedKinds(input) }
  return changing(actor, input.webhookId, async (tx, webhook) => {
    if (webhook.updatedAt.toISOString() !== input.seenAt) return conflict
    const { url, description, kinds } = webhook
    await tx.$executeRaw`
      UPDATE webhook SET url = ${after.url}, description = ${after.description}, kinds = ${after.kinds},
        updated_at = clock_timestamp()
      WHERE id = ${webhook.id}::uuid`
    await audit(tx, actor, { action: 'webhook.update', webhook, before: { url, description, kinds }, after })
    return ok({ id: webhook.id })
  })
}

const conflict = refuse('conflict', 'Somebody else changed this webhook meanwhile. Open it again, then decide.')

/** Sends again what happens from now on. */
export function enableWebhook(actor: Actor, { webhookId }: { webhookId: string }): Changed<null> {
  return changing(actor, webhookId, async (tx, webhook) => {
    if (webhook.disabledAt === null) return ok(null)
    await tx.$executeRaw`
      UPDATE webhook SET disabled_at = NULL, problem = NULL, updated_at = clock_timestamp() WHERE id = ${webhook.id}::uuid`
    await audit(tx, actor, { action: 'webhook.update', webhook, before: { enabled: false }, after: { enabled: true } })
    return ok(null)
  })
}

/** Sends nothing any more; what waits is dropped. */
export function pauseWebhook(actor: Actor, { webhookId }: { webhookId: string }): Changed<null> {
  return changing(actor, webhookId, async (tx, webhook) => {
    if (webhook.disabledAt !== null) return ok(null)
    await tx.$executeRaw`
      UPDATE webhook SET disabled_at = clock_timestamp(), updated_at = clock_timestamp() WHERE id = ${webhook.id}::uuid`
    await dropQueue(tx, webhook.id)
    await audit(tx, actor, { action: 'webhook.update', webhook, before: { enabled: true }, after: { enabled: false } })
    return ok(null)
  })
}

/** A new secret, shown this once. For a day the one before signs too. */
export function replaceSecret(actor: Actor, { webhookId }: { webhookId: string }): Changed<{ secret: string }> {
  return changing(actor, webhookId, async (tx, webhook) => {
    const { key, sealed } = replacedSecret(webhook.id, webhook.sealedSecret, webhook.now)
    await tx.$executeRaw`UPDATE webhook SET sealed_secret = ${sealed} WHERE id = ${webhook.id}::uuid`
    await audit(tx, actor, { action: 'webhook.secret', webhook })
    return ok({ secret: secretText(key) })
  })
}

/** Its messages go with it; its history stays. */
export function deleteWebhook(actor: Actor, { webhookId }: { webhookId: string }): Changed<null> {
  return changing(actor, webhookId, async (tx, webhook) => {
    const { url, description, kinds } = webhook
    await audit(tx, actor, { action: 'webhook.delete', webhook, before: { url, description, kinds } })
    await tx.$executeRaw`DELETE FROM alert_mute WHERE subject_id = ${webhook.id}::uuid AND workspace_id = ${actor.workspaceId}::uuid`
    await tx.$executeRaw`DELETE FROM webhook WHERE id = ${webhook.id}::uuid`
    return ok(null)
  })
}

function changing<T, E extends string>(
  actor: Actor,
  webhookId: string,
  change: (tx: Tx, webhook: LockedWebhook) => Promise<Result<T, E>>,
): Promise<Result<T, E | WebhookRefusal>> {
  return transaction(async (tx) => {
    const locked = await lockWebhookFor(tx, actor, webhookId)
    return locked.ok ? change(tx, locked.value) : locked
  })
}

type Change = { action: AuditAction; webhook: LockedWebhook; before?: Json; after?: Json }

function audit(tx: Tx, actor: Actor, { webhook, ...event }: Change): Promise<void> {
  return record(tx, { actor, workspaceId: actor.workspaceId, keyId: webhook.id, ...event })
}
