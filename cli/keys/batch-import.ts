import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { Failure, usage } from '../failure.ts'
import type { Answer } from '../http/client.ts'
import { failureOf, readProblem } from '../http/problem.ts'
import { sendPatiently } from '../http/retry.ts'
import { readAll } from '../secret-input.ts'
import { onRun, type Run, type Session } from '../session.ts'
import { progressBar } from '../terminal/progress.ts'
import type { KeyResource } from '../wire.ts'
import { batchesOf, type ImportItem, readBatch } from './batch-file.ts'
import { collectionPath } from './kind.ts'
import { writeCall } from './write-options.ts'

type BatchOptions = { readonly file: string; readonly idempotencyKey?: string }
type ItemResult = { index?: number; imported_api_key?: KeyResource; error_code?: string; error_message?: string }

/** `keys imported batch-import`: any number of keys, many a request. */
export function addBatchImportCommand(parent: Command, run: Run): void {
  const command = parent
    .command('batch-import')
    .description('bring in many keys: a JSON array, {"requests": […]} or one JSON object a line')
    .requiredOption('--file <path>', 'the file; - reads standard input')
    .option('--idempotency-key <key>', 'repeat the whole import safely; each request takes it with its number')
  onRun<BatchOptions>(
    command,
    run,
    async (session, { options }) => {
      const items = readBatch(await readInput(session, options.file))
      const results: ItemResult[] = []
      try {
        await importAll(session, { items, key: options.idempotencyKey ?? randomUUID() }, results)
      } finally {
        await report(session, items, results)
      }
      return results.some(({ error_code }) => error_code !== undefined) ? exitCodes.failure : exitCodes.ok
    },
    { timeoutSeconds: 30 },
  )
}

async function readInput(session: Session, path: string): Promise<string> {
  if (path === '-') return readAll(session.io)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw usage(`${path} cannot be read: ${(error as Error).message}`)
  }
}

type Import = { items: readonly ImportItem[]; key: string }

/** Leaves what came of each item in `results`, also of those before a failure that ends the import. */
async function importAll(session: Session, { items, key }: Import, results: ItemResult[]): Promise<void> {
  const bar = progressBar(session.io, { total: items.length, quiet: session.globals.quiet === true })
  try {
    for (const [number, batch] of batchesOf(items).entries()) {
      const answer = await sendPatiently(session.io, session.client, {
        method: 'POST',
        path: `${collectionPath.imported}:batchCreate`,
        // A batch whose answer was lost is not taken in twice.
        ...writeCall({ idempotencyKey: `${key}.${number}` }),
        body: { requests: batch.items },
      })
      results.push(...resultsOf(answer, batch))
      bar.advance(batch.items.length)
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const done = `${results.length} of ${items.length} keys were answered before this`
    throw new Failure(error.exitCode, `${error.message} (${done}; repeat with --idempotency-key ${key})`)
  } finally {
    bar.stop()
  }
}

/** With all items of a batch refused, the answer is an error for the whole, which tells each item's message by its index. */
function resultsOf(answer: Answer, batch: { first: number; items: readonly ImportItem[] }): readonly ItemResult[] {
  if (answer.status === 200) {
    const { results = [] } = answer.body as { results?: ItemResult[] }
    return results.map((result, i) => ({ ...result, index: batch.first + (result.index ?? i) }))
  }
  if (![400, 402, 409].includes(answer.status)) throw failureOf(answer)
  const { status, message, metadata } = readProblem(answer)
  const error_code = `BATCH_CREATE_IMPORTED_API_KEYS_ERROR_${status ?? 'UNSPECIFIED'}`
  return batch.items.map((_, i) => {
    const own = metadata[`requests[${i}]`]
    return { index: batch.first + i, error_code, error_message: typeof own === 'string' ? own : message }
  })
}

async function report(session: Session, items: readonly ImportItem[], results: readonly ItemResult[]): Promise<void> {
  const imported = results.filter(({ error_code }) => error_code === undefined)
  const failures = results.filter(({ error_code }) => error_code !== undefined)
  for (const { index = 0, error_code = '', error_message = '' } of failures) {
    const code = error_code.replace('BATCH_CREATE_IMPORTED_API_KEYS_ERROR_', '')
    session.warn(`[${index}] ${String(items[index]?.name ?? '')}: ${code}: ${error_message}`)
  }
  await session.print({
    value: { results, success_count: imported.length, failure_count: failures.length },
    human: {
      columns: [{ title: 'INDEX' }, { title: 'KEY ID' }, { title: 'NAME', shrinks: true }],
      rows: imported.map(({ index = 0, imported_api_key: key = {} }) => [
        String(index),
        key.key_id ?? '',
        key.name ?? '',
      ]),
    },
    quiet: imported.map(({ imported_api_key: key = {} }) => key.key_id ?? ''),
  })
  session.note(`${imported.length} imported, ${failures.length} failed.`)
}
