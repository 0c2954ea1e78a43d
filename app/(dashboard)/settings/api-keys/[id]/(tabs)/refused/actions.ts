'use server'

import { userAction } from '#lib/action'
import { heedCaller as heed, ignoreCaller as ignore } from '#lib/traffic/ignore-caller'
import { ignoreCallerSchema } from '#lib/traffic/schema'

export const ignoreCaller = userAction(ignoreCallerSchema, (input, user) => ignore(user.actor, input))

export const heedCaller = userAction(ignoreCallerSchema, (input, user) => heed(user.actor, input))
