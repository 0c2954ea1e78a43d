'use server'

import { userAction } from '#lib/action'
import { markAllRead, markRead, mute, unmute } from '#lib/alerts/commands'
import { markAllReadSchema, markReadSchema, muteSchema, unmuteSchema } from '#lib/alerts/schema'

export const markAlertRead = userAction(markReadSchema, (input, user) => markRead(user.actor, input))

export const markAllAlertsRead = userAction(markAllReadSchema, (input, user) => markAllRead(user.actor, input))

export const muteAlerts = userAction(muteSchema, (input, user) => mute(user.actor, input))

export const unmuteAlerts = userAction(unmuteSchema, (input, user) => unmute(user.actor, input))
