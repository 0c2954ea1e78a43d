import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { findKey } from '../keys/find-key.ts'
import { keyPath } from '../keys/kind.ts'
import { onRun, type Run } from '../session.ts'
import type { CallersAnswer } from '../wire.ts'

type CallersOptions = { readonly days?: string; readonly refused?: true; readonly letThrough?: true }

/** `keys callers`: who called a key lately, and how that ended. */
export function addCallersCommand(parent: Command, run: Run): void {
  const command = parent
    .command('callers <key>')
    .description('who called a key lately, and how that ended')
    .option('--days <count>', 'how many days to look back (default: 7)')
    .option('--refused', 'only those that were refused')
    .option('--let-through', 'only those that were let through')
  onRun<CallersOptions>(command, run, async (session, { args: [reference = ''], options }) => {
    const { days, refused, letThrough } = options
    if (refused === true && letThrough === true) throw usage('--refused and --let-through exclude each other')
    if (days !== undefined && !/^[1-9]\d{0,2}$/.test(days)) throw usage('--days is a whole number')
    const found = await findKey(session.client, reference)
    const { body: answer } = await session.client.call<CallersAnswer>({
      method: 'GET',
      path: keyPath(found.kind, found.id, '/allowlist/callers'),
      query: { days },
    })
    const callers = (answer.callers ?? []).filter(({ is_let_through: passed }) =>
      refused === true ? passed === false : letThrough === true ? passed === true : true,
    )
    await session.print({
      value: { ...answer, callers },
      human: {
        columns: [
          { title: 'ADDRESS' },
          { title: 'OUTCOME' },
          { title: 'CALLS' },
          { title: 'FIRST' },
          { title: 'LAST' },
        ],
        rows: callers.map(({ address, outcome = '', count = '', first_time = '', last_time = '' }) => [
          ...[address ?? 'unknown', outcome, count, first_time, last_time],
        ]),
      },
      quiet: [...new Set(callers.flatMap(({ address }) => address ?? []))],
    })
    return exitCodes.ok
  })
}
