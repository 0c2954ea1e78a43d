import { z } from '@hono/zod-openapi'
import { type ImportWish, importKeys } from '#lib/keys/issue-keys'
import { readKeys } from '#lib/keys/key-resource'
import { batchImportAnswer } from './answers.ts'
import { placeOf } from './key-operations.ts'
import { ALREADY_IMPORTED, importRequest, readImport } from './make-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { actorOf } from './request.ts'
import { wireKey } from './wire-key.ts'
import { write } from './write.ts'

const MAX_BATCH = 1000

const batchRequest = z
  .object({ requests: z.array(importRequest).min(1).max(MAX_BATCH) })
  .openapi('BatchCreateImportedApiKeysRequest')

type ErrorName = 'INVALID_ARGUMENT' | 'ALREADY_EXISTS' | 'FAILED_PRECONDITION'
type Refused = { error: ErrorName; message: string }
type Read = { wish: ImportWish } | Refused

export const batchImport: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminBatchCreateImportedApiKeys',
    method: 'post',
    path: '/v2alpha1/admin/importedApiKeys:batchCreate',
    tag: 'Imported API keys',
    summary: 'Import up to 1,000 keys',
    description: 'Each key by itself: one that cannot be imported spoils no other, and is told by its index.',
    access: 'write',
    isWrite: true,
    body: batchRequest,
    answers: { 200: ['One result a key, in the order of the request', batchImportAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const reads = itemsOf(value).map(readItem)
    return write({
      ...{ request, bytes, kind: 'imported', keyId: null },
      run: async (tx) => {
        const wishes = reads.flatMap((read) => ('wish' in read ? [read.wish] : []))
        const ids = await importKeys(tx, actorOf(request), wishes)
        const keys = await readKeys(
          tx,
          placeOf(request, 'imported'),
          ids.filter((id) => typeof id === 'string'),
        )
        const byId = new Map(keys.map((key) => [key.id, wireKey(key)]))
        let next = 0
        const results = reads.map((read, index) => {
          if (!('wish' in read)) return failure(index, read)
          const imported = ids[next++] ?? null
          if (imported !== null && typeof imported === 'object') {
            return failure(index, { error: 'FAILED_PRECONDITION', message: imported.message })
          }
          const key = byId.get(imported ?? '')
          return key === undefined
            ? failure(index, { error: 'ALREADY_EXISTS', message: ALREADY_IMPORTED })
            : { index, imported_api_key: key }
        })
        return { status: 200, body: sumUp(results), keyId: null }
      },
    })
  },
}

function itemsOf({ requests }: Record<string, unknown>): unknown[] {
  if (Array.isArray(requests) && requests.length >= 1 && requests.length <= MAX_BATCH) return requests
  throw invalidFields([{ field: 'requests', description: `must be an array of 1 to ${MAX_BATCH} keys` }])
}

function readItem(item: unknown, index: number): Read {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return { error: 'INVALID_ARGUMENT', message: `requests[${index}]: must be a JSON object` }
  }
  try {
    return { wish: readImport(item as Record<string, unknown>) }
  } catch (error) {
    if (!(error instanceof AdminProblem)) throw error
    const isConflict = error.code === 'failed_precondition'
    return { error: isConflict ? 'FAILED_PRECONDITION' : 'INVALID_ARGUMENT', message: error.message }
  }
}

const failure = (index: number, { error, message }: Refused) => ({
  index,
  error_code: `BATCH_CREATE_IMPORTED_API_KEYS_ERROR_${error}` as const,
  error_message: message,
})

type Result = ReturnType<typeof failure> | { index: number; imported_api_key: object }

/** When nothing was imported the whole call failed, as the most frequent failure has it. */
function sumUp(results: readonly Result[]) {
  const failures = results.flatMap((result) => ('error_code' in result ? [result] : []))
  if (failures.length < results.length) {
    return { results, success_count: results.length - failures.length, failure_count: failures.length }
  }
  const [most] = [...countsOf(failures)].sort(([, a], [, b]) => b - a)
  const metadata = Object.fromEntries(failures.map((one) => [`requests[${one.index}]`, one.error_message]))
  if (most?.[0].endsWith('ALREADY_EXISTS')) {
    throw new AdminProblem('api_key_exists', { message: 'all keys in batch already exist', metadata })
  }
  const code = most?.[0].endsWith('FAILED_PRECONDITION') ? 'failed_precondition' : 'bad_request'
  throw new AdminProblem(code, {
    message: `no key in the batch can be imported; ${failures[0]?.error_message}`,
    metadata,
  })
}

function countsOf(failures: readonly ReturnType<typeof failure>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { error_code } of failures) counts.set(error_code, (counts.get(error_code) ?? 0) + 1)
  return counts
}
