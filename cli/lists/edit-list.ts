import type { Command } from 'commander'
import { readCidrs } from '../allowlists/read-cidrs.ts'
import { dryRunView } from '../dry-run.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import type { Call } from '../http/client.ts'
import { addListChangeOptions, addWriteOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, NamedList } from '../wire.ts'
import { findListId, LISTS, listPath } from './find-list.ts'
import { listsView } from './list-table.ts'

type ListOptions = WriteOptions & {
  readonly name?: string
  readonly description?: string
  readonly allowedCidrs?: string
}

export function addCreateListCommand(parent: Command, run: Run): void {
  const command = addFields(parent.command('create <name>')).description('make a named list')
  onRun<ListOptions>(addWriteOptions(command), run, async (session, { args: [name = ''], options }) => {
    const body = { name, ...fieldsOf(session, options) }
    return send(session, { method: 'POST', path: LISTS, body, ...writeCall(options) }, 'made')
  })
}

export function addUpdateListCommand(parent: Command, run: Run): void {
  const command = addFields(parent.command('update <list>'))
    .description('change a named list; every key that uses it obeys at its next call')
    .option('--name <name>', 'its new name')
  onRun<ListOptions>(addListChangeOptions(command), run, async (session, { args: [reference = ''], options }) => {
    const { name } = options
    const body = { ...(name === undefined ? {} : { name }), ...fieldsOf(session, options) }
    if (Object.keys(body).length === 0) throw usage('nothing to change: give --name, --description or --allowed-cidrs')
    const path = listPath(await findListId(session.client, reference))
    return send(session, { method: 'PATCH', path, body, ...writeCall(options) }, 'updated')
  })
}

function addFields(command: Command): Command {
  return command
    .option('--description <text>', 'what it is for')
    .option('--allowed-cidrs <a,b>', 'its addresses, networks or ranges: exactly these')
}

function fieldsOf(session: Session, { description, allowedCidrs }: ListOptions): object {
  const list = allowedCidrs === undefined ? null : readCidrs(allowedCidrs)
  for (const notice of list?.notices ?? []) session.note(notice)
  return {
    ...(description === undefined ? {} : { description }),
    ...(list === null ? {} : { allowed_cidrs: list.cidrs }),
  }
}

async function send(session: Session, call: Call, done: string): Promise<ExitCode> {
  if (call.query?.dry_run !== undefined) {
    await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
    return exitCodes.ok
  }
  const { body } = await session.client.call<NamedList>(call)
  session.note(`Named list ${done}.`)
  await session.print(listsView(body, [body]))
  return exitCodes.ok
}
