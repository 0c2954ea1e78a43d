import { type Command, Option } from 'commander'
import { readCidrs } from '../allowlists/read-cidrs.ts'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { shortName } from '../keys/key-table.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, NamedList } from '../wire.ts'

const PATH = '/v2alpha1/admin/ceiling'
const modes = { off: 'ACCESS_MODE_OPEN', report: 'ACCESS_MODE_REPORT', enforce: 'ACCESS_MODE_ENFORCE' } as const

type CeilingOptions = WriteOptions & { readonly mode?: keyof typeof modes; readonly allowedCidrs?: string }

/** `gatelist ceiling …`: the most that any key of the workspace can admit. */
export function addCeilingCommands(program: Command, run: Run): void {
  const ceiling = program.command('ceiling').description('the most that any key of the workspace can admit')
  onRun(ceiling.command('get').description('show the ceiling'), run, async (session) => {
    const { body } = await session.client.call<NamedList>({ method: 'GET', path: PATH })
    return show(session, body)
  })
  const set = ceiling
    .command('set')
    .description('change the ceiling, or how it is applied')
    .addOption(new Option('--mode <mode>', 'how it is applied').choices(Object.keys(modes)))
    .option('--allowed-cidrs <a,b>', 'its addresses, networks or ranges: exactly these')
  onRun<CeilingOptions>(addListChangeOptions(set), run, async (session, { options }) => {
    const call = { method: 'PATCH', path: PATH, body: bodyOf(session, options), ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    const { body } = await session.client.call<NamedList>(call)
    session.note('Ceiling updated.')
    return show(session, body)
  })
}

function bodyOf(session: Session, { mode, allowedCidrs }: CeilingOptions): object {
  if (mode === undefined && allowedCidrs === undefined) throw usage('nothing to change: give --mode or --allowed-cidrs')
  const list = allowedCidrs === undefined ? null : readCidrs(allowedCidrs)
  for (const notice of list?.notices ?? []) session.note(notice)
  return {
    ...(mode === undefined ? {} : { access_mode: modes[mode] }),
    ...(list === null ? {} : { allowed_cidrs: list.cidrs }),
  }
}

async function show(session: Session, ceiling: NamedList) {
  const mode = ceiling.access_mode === modes.off ? 'OFF' : shortName(ceiling.access_mode, 'ACCESS_MODE_')
  await session.print({
    value: ceiling,
    human: {
      columns: [
        { title: 'MODE' },
        { title: 'ENTRIES' },
        { title: 'ADDRESSES' },
        { title: 'ALLOWED IPS', shrinks: true },
      ],
      rows: [
        [
          mode,
          String(ceiling.entry_count ?? ''),
          ceiling.address_count ?? '',
          (ceiling.allowed_cidrs ?? []).join(', '),
        ],
      ],
    },
    quiet: ceiling.allowed_cidrs ?? [],
  })
  return exitCodes.ok
}
