import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { failed, usage } from '../failure.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, IssueAnswer } from '../wire.ts'
import { addFieldOptions, addVisibilityOption, type FieldOptions, readFields } from './fields.ts'
import { secretView } from './key-table.ts'
import { collectionPath } from './kind.ts'
import { sayIfOpen } from './say-if-open.ts'
import { addWriteOptions, type WriteOptions, writeCall } from './write-options.ts'

/** What issue and import both take. */
export type NewKeyOptions = FieldOptions &
  WriteOptions & { readonly actor: string; readonly ttl?: string; readonly visibility?: string }

export function addNewKeyOptions(command: Command): Command {
  command
    .requiredOption('--actor <id>', 'who the key is for')
    .option('--ttl <duration>', 'how long it lives, such as 24h, 1d, 1w, 1mo or 1y (default: as the server has it)')
  return addWriteOptions(addVisibilityOption(addFieldOptions(command)))
}

/** The body that issue and import both send. */
export function newKeyBody(session: Session, name: string, options: NewKeyOptions): Readonly<Record<string, unknown>> {
  // An empty list would open the key, and here it is more likely a variable that is not set.
  if (options.allowedCidrs?.trim() === '')
    throw usage('--allowed-cidrs is empty; leave it out for a key that works from any address')
  const { fields, notices } = readFields(options)
  for (const notice of notices) session.note(notice)
  return {
    name,
    actor_id: options.actor,
    ...fields,
    ...(options.ttl === undefined ? {} : { ttl: options.ttl }),
    ...(options.visibility === undefined ? {} : { visibility: `KEY_VISIBILITY_${options.visibility.toUpperCase()}` }),
  }
}

/** `keys issue` and `keys issued issue`, which are the same. */
export function addIssueCommand(parent: Command, run: Run): void {
  const command = parent.command('issue <name>').alias('create').description('make a new key; its secret is shown once')
  onRun<NewKeyOptions>(addNewKeyOptions(command), run, async (session, { args: [name = ''], options }) => {
    const body = newKeyBody(session, name, options)
    const call = { method: 'POST', path: collectionPath.issued, body, ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    const { body: answer } = await session.client.call<IssueAnswer>(call)
    await printSecret(session, answer, 'API key issued.')
    return exitCodes.ok
  })
}

/** Prints a key with its secret, and says that this is the only time. */
export async function printSecret(session: Session, answer: IssueAnswer, done: string): Promise<void> {
  const { issued_api_key: key = {}, secret = '' } = answer
  if (secret === '' && session.globals.quiet === true) throw failed(REPEATED)
  session.note(done)
  await session.print(secretView(answer, key, secret))
  sayIfOpen(session, key)
  session.note(secret === '' ? REPEATED : '*** IMPORTANT: Save this API key securely, it will not be shown again! ***')
}

const REPEATED =
  'This request had been answered before, and the secret is not shown twice. Rotate the key for a new one if it was lost.'
