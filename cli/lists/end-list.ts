import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { addChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import type { DryRunAnswer } from '../wire.ts'
import { findListId, listPath } from './find-list.ts'

/** `lists delete`: refused by the server while keys use it. */
export function addDeleteListCommand(parent: Command, run: Run): void {
  const command = parent.command('delete <list>').description('delete a named list that no key uses')
  onRun<WriteOptions>(addChangeOptions(command), run, async (session, { args: [reference = ''], options }) => {
    const id = await findListId(session.client, reference)
    const call = { method: 'DELETE', path: listPath(id), ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    await askFirst(session, `Delete the named list ${reference}?`)
    await session.client.call(call)
    session.note('Named list deleted.')
    await session.print({ value: {}, human: () => '', quiet: [id] })
    return exitCodes.ok
  })
}
