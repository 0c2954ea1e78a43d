'use server'

import { atField, userAction } from '#lib/action'
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  pauseWebhook,
  replaceSecret,
  resend,
  sendTest,
  updateWebhook,
} from '#lib/webhooks/commands'
import { createWebhookSchema, deliverySchema, updateWebhookSchema, webhookSchema } from '#lib/webhooks/schema'

/** The answer holds the secret. It must not be cached, logged or rendered by the server. */
export const create = userAction(createWebhookSchema, async (input, user) => {
  const created = await createWebhook(user.actor, input)
  return created.ok ? created : atField(created, created.error === 'bad_url' ? 'url' : null)
})

export const update = userAction(updateWebhookSchema, async (input, user) => {
  const updated = await updateWebhook(user.actor, input)
  return updated.ok ? updated : atField(updated, updated.error === 'bad_url' ? 'url' : null)
})

export const enable = userAction(webhookSchema, (input, user) => enableWebhook(user.actor, input))

export const switchOff = userAction(webhookSchema, (input, user) => pauseWebhook(user.actor, input))

/** The answer holds the secret, as that of `create`. */
export const replace = userAction(webhookSchema, (input, user) => replaceSecret(user.actor, input))

export const remove = userAction(webhookSchema, (input, user) => deleteWebhook(user.actor, input))

export const test = userAction(webhookSchema, (input, user) => sendTest(user.actor, input))

export const sendAgain = userAction(deliverySchema, (input, user) => resend(user.actor, input))
