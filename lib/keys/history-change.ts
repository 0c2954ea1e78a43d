import { z } from 'zod'
import type { ListRecord } from './list-record.ts'

/** What one event of a key's history changed, ready to be shown. */
export type HistoryChange = {
  name: { before: string | null; after: string } | null
  access: { before: string | null; after: string } | null
  list: ListChange | null
}

/** Lines of canonical text; at most `MAX_LINES` of each kind, and how many there are in all. */
export type ListChange = {
  entries: { before: number; after: number }
  added: Lines
  removed: Lines
  /** Same network, other note: the line as it is now. */
  noted: Lines
}

export type Lines = { shown: string[]; total: number }

const MAX_LINES = 200

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
    list: after.list === undefined ? null : listChange(before.list ?? emptyList, after.list),
  }
}

const emptyList: ListRecord = { form: 'whole', text: '', entries: 0, digest: '' }

function accessChange(before: string | undefined, after: string | undefined): HistoryChange['access'] {
  return after === undefined || after === before ? null : { before: before ?? null, after }
}

function listChange(before: ListRecord, after: ListRecord): ListChange {
  const was = linesByNetwork(before.text)
  const is = linesByNetwork(after.text)
  const added = [...is].filter(([network]) => !was.has(network))
  const noted = [...is].filter(([network, line]) => was.has(network) && was.get(network) !== line)
  const removed = [...was].filter(([network]) => !is.has(network))
  return {
    entries: { before: before.entries, after: after.entries },
    added: linesOf(added),
    removed: linesOf(removed),
    noted: linesOf(noted),
  }
}

function linesByNetwork(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.split(' ', 1)[0] ?? line, line]))
}

function linesOf(found: readonly (readonly [string, string])[]): Lines {
  return { shown: found.slice(0, MAX_LINES).map(([, line]) => line), total: found.length }
}
