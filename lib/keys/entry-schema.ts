import { z } from 'zod'
import { MAX_NOTE_LENGTH, readNote } from '#lib/ip/allowlist-note'
import { allowedIps, confirmed, keyExpiry, keyId } from './schema.ts'

const entryId = z.uuid({ error: 'This is not the id of an entry.' })

/** Blank is none; control characters and marks that turn the reading direction around are refused. */
export const entryNote = z.string({ error: 'Send the note as text.' }).transform((text, context) => {
  const read = readNote(text, 0)
  if (read.ok) return read.note
  const message =
    read.refused.problem.code === 'note_too_long'
      ? `A note has at most ${MAX_NOTE_LENGTH} characters.`
      : 'A note has no line breaks or other control characters.'
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** `text`: addresses, networks or ranges; a `# note` in it goes before `note`. `enforce`: an open key obeys its list from now on. */
export const addEntriesSchema = z.object({
  keyId,
  text: allowedIps.refine((entries) => entries.length > 0, 'Write an address.'),
  note: entryNote,
  expiresAt: keyExpiry,
  enforce: z.boolean(),
  confirmed,
})

/** What is absent stays. */
export const changeEntrySchema = z.object({
  keyId,
  entryId,
  note: entryNote.exactOptional(),
  enabled: z.boolean().exactOptional(),
  expiresAt: keyExpiry.exactOptional(),
  confirmed,
})

export const removeEntrySchema = z.object({ keyId, entryId, confirmed })

export type AddEntriesInput = z.output<typeof addEntriesSchema>
