'use server'

import { userAction } from '#lib/action'
import { createManagementToken, revokeManagementToken, updateManagementToken } from '#lib/management-tokens/commands'
import { createTokenSchema, revokeTokenSchema, updateTokenSchema } from '#lib/management-tokens/schema'

/** The answer holds the secret. It must not be cached, logged or rendered by the server. */
export const createToken = userAction(createTokenSchema, (input, user) => createManagementToken(user.actor, input))

export const updateToken = userAction(updateTokenSchema, (input, user) => updateManagementToken(user.actor, input))

export const revokeToken = userAction(revokeTokenSchema, (input, user) => revokeManagementToken(user.actor, input))
