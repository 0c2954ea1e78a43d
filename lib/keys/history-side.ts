import { z } from 'zod'
import { recordedEntry, usedList } from '#lib/allowlists/version-event'

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const entry = z.object({
  network: z.string(),
  note: z.string().nullable(),
  enabled: z.boolean(),
  expiresAt: time.nullable(),
})

export type RecordedEntry = z.output<typeof entry>

// Events outlive the version that wrote them: what this one cannot read is left out.
function readable<S extends z.ZodType>(schema: S) {
  return schema.optional().catch(undefined)
}

const side = z
  .object({
    actorId: readable(z.string()),
    visibility: readable(z.string()),
    scopes: readable(z.array(z.string())),
    metadata: readable(z.record(z.string(), z.unknown()).nullable()),
    rateLimit: readable(z.object({ quota: z.number(), windowSeconds: z.number() }).nullable()),
    expiresAt: readable(time.nullable()),
    /** A single entry that was added or changed. */
    entry: readable(entry),
    /** Entries that admit again. */
    revived: readable(z.object({ total: z.int(), networks: z.array(z.string()) })),
    /** A rotation: from when the old secret is refused, and how long it had yet. */
    from: readable(time),
    graceSeconds: readable(z.number()),
    replacedBy: readable(z.uuid()),
    replaces: readable(z.uuid()),
    /** Of a revocation or a bypass. */
    reason: readable(z.string()),
    /** Of a revocation or a named list. */
    description: readable(z.string().nullable()),
    bypassUntil: readable(time),
    /** A caller that was ignored, or is heeded again. */
    address: readable(z.string()),
    lists: readable(z.array(usedList)),
    /** What staff asked for, said or answered, in their words or the owner's. */
    asked: readable(z.string()),
    dueOn: readable(z.iso.date()),
    said: readable(z.string()),
    /** The version that was restored. */
    restored: readable(z.int()),
    /** What went and came, with all that is said of each entry. */
    changes: readable(z.object({ removed: z.array(recordedEntry), added: z.array(recordedEntry) })),
  })
  .catch({})

/** One side of an audit event of a key, before or after, beside name, access and list. */
export type HistorySide = z.output<typeof side>

export function readSide(json: unknown): HistorySide {
  return side.parse(json ?? {})
}
