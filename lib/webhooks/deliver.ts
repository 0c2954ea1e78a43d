import { env } from '#lib/env'
import { log } from '#lib/log'
import { processWide } from '#lib/process-wide'
import { tracedAlone } from '#lib/tracing/tracing'
import { bodyOf, messageId } from './body.ts'
import type { Claimed } from './claim.ts'
import { finishDelivery } from './finish.ts'
import { type ResolveHost, resolveBySystem } from './resolve-target.ts'
import { signingKeys } from './secret.ts'
import { type Sent, send } from './send.ts'
import { signatureHeader } from './signature.ts'

/** Attempts since this process started, by how they ended. */
export function attemptFigures(): { delivered: number; failed: number } {
  return processWide('webhook attempts', () => ({ delivered: 0, failed: 0 }))
}

/** Sends a claimed message once and writes down how that went. Rejects only when that cannot be written. */
export async function deliver(claimed: Claimed, resolve: ResolveHost = resolveBySystem): Promise<void> {
  const start = performance.now()
  const sent = await tracedAlone('webhook delivery', () => attempt(claimed, resolve))
  attemptFigures()[sent.problem === null ? 'delivered' : 'failed'] += 1
  await finishDelivery(claimed, sent, Math.round(performance.now() - start))
}

async function attempt(claimed: Claimed, resolve: ResolveHost): Promise<Sent> {
  try {
    const body = bodyOf(claimed.payload)
    return await send({
      ...{ url: claimed.url, body, resolve },
      headers: headersOf(claimed, body),
      policy: { privateTargets: env().webhookPrivateTargets },
    })
  } catch (error) {
    // Without the error's own words, which may hold the address and so a secret in it.
    log.error(
      { deliveryId: claimed.id, kind: error instanceof Error ? error.name : 'unknown' },
      'a webhook message could not be made',
    )
    return { status: null, problem: 'internal', retryAfterMs: null }
  }
}

function headersOf({ id, webhookId, sealedSecret, now }: Claimed, body: string): Record<string, string> {
  const message = { id: messageId(id), timestamp: Math.floor(now.getTime() / 1000), body }
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Gatelist-Webhooks',
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signatureHeader(signingKeys(webhookId, sealedSecret, now), message),
  }
}
