import { randomUUID } from 'node:crypto'
import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { env } from '#lib/env'
import { ok, type Result, refuse } from '#lib/errors'
import { MAX_WEBHOOKS, mayManageWebhooks } from './rules.ts'
import { type CreateWebhookInput, storedKinds } from './schema.ts'
import { newSecret } from './secret.ts'
import { secretText } from './signature.ts'
import { readTarget } from './target.ts'

/** The secret is in this answer and, sealed, in the database. */
export type CreatedWebhook = { id: string; url: string; secret: string }

export async function createWebhook(
  actor: Actor,
  input: CreateWebhookInput,
): Promise<Result<CreatedWebhook, 'forbidden' | 'too_many' | 'bad_url'>> {
  if (!mayManageWebhooks(actor)) return refuse('forbidden', 'Only owners and admins can create webhooks.')
  const target = readTarget(input.url, { privateTargets: env().webhookPrivateTargets })
  if (!target.ok) return refuse('bad_url', target.message)
  const { href: url } = target.url
  return transaction(async (tx) => {
    if ((await countWebhooks(tx, actor.workspaceId)) >= MAX_WEBHOOKS) return tooMany
    const id = randomUUID()
    const { key, sealed } = newSecret(id)
    const { description } = input
    const kinds = storedKinds(input)
    await tx.$executeRaw`
      INSERT INTO webhook (id, workspace_id, url, description, sealed_secret, kinds, created_by, created_at, updated_at)
      VALUES (${id}::uuid, ${actor.workspaceId}::uuid, ${url}, ${description}, ${sealed}, ${kinds}, ${actor.label},
        clock_timestamp(), clock_timestamp())`
    await record(tx, {
      ...{ actor, action: 'webhook.create', workspaceId: actor.workspaceId, keyId: id },
      after: { url, description, kinds, enabled: true },
    })
    return ok({ id, url, secret: secretText(key) })
  })
}

const tooMany = refuse(
  'too_many',
  `A workspace has at most ${MAX_WEBHOOKS} webhooks. Delete one that is not used any more.`,
)

/** Those who create in one workspace wait for each other, so that the limit holds. */
async function countWebhooks(tx: Tx, workspaceId: string): Promise<number> {
  await tx.$executeRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`
  return tx.webhook.count({ where: { workspaceId } })
}
