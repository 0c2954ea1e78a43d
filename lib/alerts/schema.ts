import { z } from 'zod'
import { alertKinds } from './kinds.ts'

const id = z.uuid({ error: 'This is not the id of an alert.' })

export const alertKind = z.enum(alertKinds, { error: 'Choose a kind of alert.' })

export const markReadSchema = z.object({ alertId: id })
export const markAllReadSchema = z.object({
  /** The latest that was on the page: what came since stays unread. */
  until: z.coerce.date({ error: 'This is no time.' }),
})

export const muteSchema = z
  .object({
    kind: alertKind.nullable(),
    subjectId: z.uuid({ error: 'This is not the id of a key or list.' }).nullable(),
  })
  .refine(({ kind, subjectId }) => kind !== null || subjectId !== null, 'Say what to mute.')

export const unmuteSchema = z.object({ muteId: z.uuid({ error: 'This is not the id of a mute.' }) })

export type MuteInput = z.output<typeof muteSchema>
