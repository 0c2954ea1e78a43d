import { z } from 'zod'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { readNote } from '#lib/ip/allowlist-note'
import { formatNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import { bulkModes } from './bulk-preview.ts'
import type { ListImport } from './list-import.ts'
import { readSourceName } from './range-source.ts'

const TOO_MANY = `A list holds at most ${MAX_ENTRIES.toLocaleString('en-US')} entries.`
const NAMED_TWICE = 'A network is named twice.'

/** As the preview sends it: canonical, with its prefix. */
const network = z.string().transform((text, context) => {
  const read = parseCanonicalNetwork(text)
  if (read !== null) return read
  context.addIssue({ code: 'custom', message: 'This is not a network in canonical form.' })
  return z.NEVER
})

const note = z
  .string()
  .nullable()
  .transform((text, context) => {
    const read = readNote(text ?? '', 0)
    if (read.ok) return read.note
    context.addIssue({ code: 'custom', message: `${read.refused.problem.message}.` })
    return z.NEVER
  })

const source = z.string().refine((text) => readSourceName(text) !== null, 'This is not the name of a source.')

const importedEntry = z.object({
  network,
  note: note.exactOptional(),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .exactOptional(),
  enabled: z.boolean().exactOptional(),
  source: source.nullable().exactOptional(),
})

const entriesChange = z.object({
  kind: z.literal('entries'),
  mode: z.enum(bulkModes),
  entries: z
    .array(importedEntry)
    .min(1, 'There is nothing to import.')
    .max(MAX_ENTRIES, TOO_MANY)
    .refine(isOnceEach, NAMED_TWICE),
})

/** One note for all of them: which choice of ranges it was. */
const sourceChange = z
  .object({
    kind: z.literal('source'),
    source,
    note,
    networks: z.array(network).min(1, 'There is no range to import.').max(MAX_ENTRIES, TOO_MANY),
  })
  .refine(({ networks }) => isOnceEach(networks.map((one) => ({ network: one }))), NAMED_TWICE)
  .transform(({ networks, note: noted, ...rest }) => ({
    ...rest,
    ranges: networks.map((one) => ({ network: one, note: noted })),
  }))

export const listImport = z.union([entriesChange, sourceChange]).transform((change): ListImport => change)

/** What the page sends. */
export type ListImportInput = z.input<typeof listImport>

function isOnceEach(entries: readonly { network: Parameters<typeof formatNetwork>[0] }[]): boolean {
  return new Set(entries.map((entry) => formatNetwork(entry.network))).size === entries.length
}
