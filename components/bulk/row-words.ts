import type { BulkRow, BulkStatus, PresentEntry } from '#lib/allowlists/bulk-preview'
import { isInForce } from '#lib/allowlists/listed-entry'
import { displayNetwork } from '#lib/ip/network'
import { absoluteTime } from '#lib/time'

/** One word for each status, for badges and filters. */
export const statusWords = {
  new: 'New',
  present: 'In the list already',
  covered: 'Already covered',
  merged: 'Merged',
  refused: 'Refused',
  comment: 'Comments',
} as const satisfies Record<BulkStatus, string>

type Context = { mode: 'add' | 'replace'; now: Date }

/** Why a line is what it is, in a sentence; null where its word says it all. */
export function rowWords(row: BulkRow, context: Context): string | null {
  return sentences[row.status](row, context)
}

const sentences = {
  new: () => null,
  present: ({ stored }, context) => (stored === null ? null : presentWords(stored, context)),
  covered: ({ coveredBy }) => {
    if (coveredBy === null) return null
    const where = coveredBy.line === null ? 'in the list already' : `on line ${coveredBy.line}`
    return `${displayNetwork(coveredBy.network)} ${where} admits all of it`
  },
  merged: ({ mergedInto }) => {
    if (mergedInto === null) return null
    const note = mergedInto.noteLost ? '; the note of that line is kept, not this one' : ''
    return `The same addresses as line ${mergedInto.line}: the two become one entry${note}`
  },
  refused: ({ line, contradiction }) =>
    contradiction ??
    (line.reading.kind === 'refused' || line.reading.kind === 'beyond' ? line.reading.problem.message : null),
  comment: () => 'Nothing but a remark, which belongs to no entry',
} satisfies Record<BulkStatus, (row: BulkRow, context: Context) => string | null>

function presentWords(stored: PresentEntry, { mode, now }: Context): string {
  if (mode === 'replace') return 'Stays, and takes what the line says of it'
  if (!stored.enabled) return 'It is switched off, and stays so'
  if (!isInForce(stored, now)) return 'It has expired, and stays so'
  return stored.note === null ? 'Stays as it is' : `Stays as it is, with its note: ${stored.note}`
}

/** What else a line says of its networks. */
export function sayingWords({ line: { reading } }: BulkRow, now: Date): readonly string[] {
  if (reading.kind !== 'networks') return []
  const { expiresAt, enabled, source } = reading
  return [
    ...(expiresAt == null ? [] : [`${expiresAt > now ? 'Ends' : 'Ended'} ${absoluteTime(expiresAt)}`]),
    ...(enabled === false ? ['Switched off'] : []),
    ...(source == null ? [] : [`From ${source}`]),
  ]
}
