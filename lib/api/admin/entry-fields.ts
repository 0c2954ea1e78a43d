import { z } from '@hono/zod-openapi'
import type { EntryChange, NewEntry } from '#lib/allowlists/one-entry'
import type { Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { cidr, entryTtl, expireTime } from './fields.ts'
import { type AdminProblem, invalidFields } from './problem.ts'
import { readFields } from './read-fields.ts'

/** One line for people; blank is none. */
export const entryNote = z
  .string({ error: 'must be a string' })
  .max(200, 'must have at most 200 characters')
  .refine((text) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text), 'must be one line')
  .transform((text) => (text.trim() === '' ? null : text.trim()))
  .openapi({ type: 'string', description: 'What the entry is for; at most 200 characters.', example: 'Office' })

const enabled = z.boolean({ error: 'must be true or false' }).openapi({ description: 'Off, the entry admits nobody.' })

/** One entry to be added, to whichever list. */
export const addRequest = z
  .object({
    cidr,
    note: entryNote.optional(),
    expire_time: expireTime.optional(),
    ttl: entryTtl.optional(),
    enabled: enabled.optional(),
  })
  .openapi('AddAllowlistEntryRequest')

/** What may change of an entry. */
export const changeRequest = z
  .object({
    note: entryNote.optional(),
    expire_time: expireTime.optional(),
    ttl: entryTtl.optional(),
    enabled: enabled.optional(),
  })
  .openapi('ChangeAllowlistEntryRequest')

/** The entry that is asked for, its expiry by the database's clock. */
export async function newEntryOf(tx: Tx, fields: z.output<typeof addRequest>): Promise<NewEntry> {
  const expiresAt = (await expiryOf(tx, fields)) ?? null
  return { ...fields.cidr, note: fields.note ?? null, enabled: fields.enabled ?? true, expiresAt }
}

/** Reads the body of a change now, and its expiry by the database's clock once there is a transaction. */
export function entryChangeOf(body: Record<string, unknown>): (tx: Tx) => Promise<EntryChange> {
  const fields = readFields(changeRequest, body)
  const lasts = body.expire_time === null || body.expireTime === null
  if (lasts && fields.ttl !== undefined) throw bothExpiries()
  return async (tx) => {
    const expiresAt = lasts ? null : await expiryOf(tx, fields)
    return {
      ...(fields.note === undefined ? {} : { note: fields.note }),
      ...(fields.enabled === undefined ? {} : { enabled: fields.enabled }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }
  }
}

function bothExpiries(): AdminProblem {
  return invalidFields([{ field: 'ttl', description: 'cannot be given together with expire_time' }])
}

type Expiry = { expire_time?: Date | undefined; ttl?: number | undefined }

/** By the database's clock. Undefined when neither is said. */
async function expiryOf(tx: Tx, { expire_time, ttl }: Expiry): Promise<Date | undefined> {
  if (expire_time !== undefined && ttl !== undefined) throw bothExpiries()
  if (ttl === undefined) return expire_time
  return new Date((await databaseNow(tx)).getTime() + ttl * 1000)
}
