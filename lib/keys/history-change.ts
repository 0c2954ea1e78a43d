import { z } from 'zod'
import { type ListChange, listChange } from '#lib/allowlists/list-change'
import type { ListRecord } from '#lib/allowlists/list-record'
import { type HistoryFact, historyFacts } from './history-facts.ts'

/** What one event of a key's history changed, ready to be shown. */
export type HistoryChange = {
  name: { before: string | null; after: string } | null
  access: { before: string | null; after: string } | null
  list: RecordedListChange | null
  /** What else is to be told, line by line. */
  facts: readonly HistoryFact[]
}

export type RecordedListChange = ListChange & { entries: { before: number; after: number } }

const listRecord: z.ZodType<ListRecord> = z.object({
  form: z.enum(['whole', 'part']),
  text: z.string(),
  entries: z.int(),
  digest: z.string(),
})

// Events outlive the version that wrote them: what this one cannot read is left out.
const side = z
  .object({
    name: z.string().optional().catch(undefined),
    accessMode: z.string().optional().catch(undefined),
    list: listRecord.optional().catch(undefined),
  })
  .catch({})

export function historyChange(beforeJson: unknown, afterJson: unknown): HistoryChange {
  const before = side.parse(beforeJson ?? {})
  const after = side.parse(afterJson ?? {})
  return {
    name: after.name === undefined ? null : { before: before.name ?? null, after: after.name },
    access: accessChange(before.accessMode, after.accessMode),
    list: after.list === undefined ? null : recordedChange(before.list ?? emptyList, after.list),
    facts: historyFacts(beforeJson, afterJson),
  }
}

const emptyList: ListRecord = { form: 'whole', text: '', entries: 0, digest: '' }

function accessChange(before: string | undefined, after: string | undefined): HistoryChange['access'] {
  return after === undefined || after === before ? null : { before: before ?? null, after }
}

// A list kept in part holds just the lines that changed, so comparing them tells the same as comparing the whole.
function recordedChange(before: ListRecord, after: ListRecord): RecordedListChange {
  return { entries: { before: before.entries, after: after.entries }, ...listChange(before.text, after.text) }
}
