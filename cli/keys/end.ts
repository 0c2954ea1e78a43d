import { type Command, Option } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Call } from '../http/client.ts'
import { askFirst, onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer } from '../wire.ts'
import { type Kind, keyPath } from './kind.ts'
import { addChangeOptions, type WriteOptions, writeCall } from './write-options.ts'

const reasons = ['key_compromise', 'affiliation_changed', 'superseded', 'privilege_withdrawn']

export type ReasonOptions = { readonly reason?: string; readonly reasonText?: string }

export function addReasonOption(command: Command): Command {
  return command.addOption(new Option('--reason <reason>', 'why it is revoked').choices(reasons))
}

/** `reason` as the API has it; absent when none is given. */
export function reasonField({ reason }: ReasonOptions): { reason?: string } {
  return reason === undefined ? {} : { reason: `REVOCATION_REASON_${reason.toUpperCase()}` }
}

/** `keys issued revoke` and `keys imported revoke`. */
export function addRevokeCommand(parent: Command, run: Run, kind: Kind): void {
  const command = addReasonOption(parent.command('revoke <id>'))
    .description('end a key for good; it stays listed')
    .option('--reason-text <text>', 'in your words, with --reason privilege_withdrawn')
  onRun<ReasonOptions & WriteOptions>(addChangeOptions(command), run, async (session, { args: [id = ''], options }) => {
    const { reasonText: description } = options
    const body = { ...reasonField(options), ...(description === undefined ? {} : { description }) }
    const call = { method: 'POST', path: keyPath(kind, id, ':revoke'), body, ...writeCall(options) } as const
    return end(session, call, { id, verb: 'Revoke', done: 'revoked' })
  })
}

/** `keys imported delete`. */
export function addDeleteCommand(parent: Command, run: Run): void {
  const command = addChangeOptions(parent.command('delete <id>')).description('remove an imported key without a trace')
  onRun<WriteOptions>(command, run, async (session, { args: [id = ''], options }) =>
    end(
      session,
      { method: 'DELETE', path: keyPath('imported', id), ...writeCall(options) },
      { id, verb: 'Delete', done: 'deleted' },
    ),
  )
}

async function end(session: Session, call: Call, words: { id: string; verb: string; done: string }): Promise<ExitCode> {
  if (call.query?.dry_run !== undefined) {
    await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
    return exitCodes.ok
  }
  await askFirst(session, `${words.verb} the key ${words.id}? This cannot be undone.`)
  await session.client.call(call)
  session.note(`API key ${words.done}.`)
  await session.print({ value: {}, human: () => '', quiet: [words.id] })
  return exitCodes.ok
}
