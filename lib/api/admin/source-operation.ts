import { z } from '@hono/zod-openapi'
import type { Imported, ImportRefusal } from '#lib/allowlists/import-list'
import type { ListImport } from '#lib/allowlists/list-import'
import { readSourceName } from '#lib/allowlists/range-source'
import type { Result } from '#lib/errors'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { formatNetwork } from '#lib/ip/network'
import { importKeyEntries } from '#lib/keys/import-entries'
import type { KeyRefusalCode } from '#lib/keys/key-lock'
import type { KeyKind } from '#lib/keys/key-resource'
import { importListEntries } from '#lib/lists/import-entries'
import { entriesTag, entryPath, nameOf } from './allowlist-paths.ts'
import { confirmedBy, confirmQuery, unlessRefused } from './confirm-lockout.ts'
import { entryNote } from './entry-fields.ts'
import { cidr } from './fields.ts'
import { keyIdOf } from './key-operations.ts'
import { listIdOf } from './list-operations.ts'
import { listPath, listsTag } from './list-paths.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf } from './request.ts'
import { write } from './write.ts'
import { orThrow } from './write-key.ts'
import { listOrThrow, writeList } from './write-list.ts'

const source = z
  .string({ error: 'must be a string' })
  .refine((text) => readSourceName(text) !== null, 'must be the name of a source, such as "aws:EC2:eu-west-1"')
  .openapi({
    description: 'Kind of file, services and regions, each `*` for all. Entries of this source are replaced.',
    example: 'aws:EC2:eu-west-1',
  })

const importRequest = z
  .object({
    source,
    ranges: z
      .array(z.object({ cidr, note: entryNote.optional() }), { error: 'must be an array of objects with cidr' })
      .max(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} items`)
      .openapi({ maxItems: MAX_ENTRIES }),
    note: entryNote.optional(),
  })
  .openapi('ImportRangesRequest')

const importAnswer = z
  .object({
    source: z.string(),
    added_count: z.int(),
    removed_count: z.int(),
    entry_count: z.int().openapi({ description: 'Of the whole list, afterwards.' }),
  })
  .openapi('ImportRangesResponse')

const told = {
  method: 'post',
  description:
    'The entries of the named source become exactly these ranges: those that are gone are removed, new ones are added, and those that stay keep their note, switch and expiry. Entries of other sources and those added one by one are never touched; a range that is in the list as one of these stays theirs.',
  access: 'write',
  isWrite: true,
  query: confirmQuery,
  body: importRequest,
  answers: { 200: ['What changed', importAnswer] },
} as const

/** Brings one source of a key's own list up to date. */
export function importKeyRanges(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      ...told,
      operationId: `adminImport${nameOf[kind]}ApiKeyRanges`,
      path: `${entryPath(kind)}:importRanges`,
      tag: entriesTag,
      summary: `Replace the entries of one source in the list of one ${kind} key`,
      description: `${told.description} A key that was open to any address enforces its list from then on.`,
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const change = changeOf(readFields(importRequest, value))
      const [keyId, confirmed] = [keyIdOf(request), confirmedBy(request)]
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const wanted = { keyId, kind, change, enforce: change.ranges.length > 0, confirmed }
          const imported = unlessRefused(await importKeyEntries(tx, actorOf(request), wanted))
          return { status: 200, body: answerOf(change.source, keyOrThrow(imported)), keyId }
        },
      })
    },
  }
}

/** The same for a named list, for all keys that use it. */
export const importListRanges: AdminOperation = {
  access: 'write',
  description: describeOperation({
    ...told,
    operationId: 'adminImportAllowlistRanges',
    path: `${listPath}:importRanges`,
    tag: listsTag,
    summary: 'Replace the entries of one source in one named list',
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const change = changeOf(readFields(importRequest, value))
    const [listId, confirmed] = [listIdOf(request), confirmedBy(request)]
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        const imported = unlessRefused(await importListEntries(tx, actorOf(request), { listId, change, confirmed }))
        return { status: 200, body: answerOf(change.source, listOrThrow(imported)), id: listId }
      },
    })
  },
}

type SourceImport = Extract<ListImport, { kind: 'source' }>

/** A network that is named twice is kept once, where it came first. */
function changeOf(request: z.output<typeof importRequest>): SourceImport {
  const first = new Map<string, SourceImport['ranges'][number]>()
  for (const range of request.ranges) {
    const { network } = range.cidr
    const text = formatNetwork(network)
    if (!first.has(text)) first.set(text, { network, note: range.note ?? request.note ?? null })
  }
  return { kind: 'source', source: request.source, ranges: [...first.values()] }
}

function keyOrThrow(result: Result<Imported, KeyRefusalCode | ImportRefusal>): Imported {
  if (result.ok) return result.value
  const { error, message } = result
  if (error === 'too_many_entries') throw new AdminProblem('failed_precondition', { message })
  if (error === 'conflict') throw new AdminProblem('etag_mismatch')
  return orThrow({ ...result, error }, 'cannot update a revoked key')
}

function answerOf(name: string, { added, removed, total }: Imported) {
  return { source: name, added_count: added, removed_count: removed, entry_count: total }
}
