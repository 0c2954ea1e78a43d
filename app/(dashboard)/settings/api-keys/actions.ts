'use server'

import { atField, userAction } from '#lib/action'
import {
  createKey as create,
  pauseKey as pause,
  resumeKey as resume,
  revokeKey as revoke,
  rotateKeyNow as rotate,
  updateKey as update,
} from '#lib/keys/commands'
import { previewKeyList as preview } from '#lib/keys/preview-key'
import {
  createKeySchema,
  pauseKeySchema,
  previewKeySchema,
  resumeKeySchema,
  revokeKeySchema,
  rotateKeySchema,
  updateKeySchema,
} from '#lib/keys/schema'

/** The answer holds the secret. It must not be cached, logged or rendered by the server. */
export const createKey = userAction(createKeySchema, async (input, user) => {
  const created = await create(user.actor, input)
  return created.ok || !('field' in created) ? created : atField(created, created.field)
})

export const updateKey = userAction(updateKeySchema, async (input, user) => {
  const updated = await update(user.actor, input)
  return !updated.ok && updated.error === 'policy_violation' ? atField(updated, 'allowedIps') : updated
})

export const pauseKey = userAction(pauseKeySchema, (input, user) => pause(user.actor, input))

export const resumeKey = userAction(resumeKeySchema, (input, user) => resume(user.actor, input))

export const revokeKey = userAction(revokeKeySchema, (input, user) => revoke(user.actor, input))

/** What a save would do; it saves nothing. */
export const previewKeyList = userAction(previewKeySchema, (input, user) => preview(user.actor, input))

/** The answer holds the new secret, as that of creating does. */
export const rotateKey = userAction(rotateKeySchema, (input, user) => rotate(user.actor, input))
