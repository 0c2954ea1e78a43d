import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { readSecret } from '../secret-input.ts'
import { onRun, type Run, type Session } from '../session.ts'
import { STAFF, staffCall } from './call.ts'
import { addPageOptions, type PageOptions, readPages, sayMore } from './pages.ts'
import { inner, type Row, type RowColumn, rowsView } from './rows-view.ts'

type LookupOptions = PageOptions & {
  readonly secretStdin?: true
  readonly what: 'admitting' | 'open' | 'seen'
  readonly whole?: true
  readonly ended?: true
}

/** `staff lookup`: who gets in from an address, or whose secret a text is. */
export function addLookupCommand(staff: Command, run: Run): void {
  const command = addPageOptions(staff.command('lookup [address]'))
    .description('keys that an address or a range opens, or the key of a secret that was found')
    .addOption(
      new Option(
        '--what <what>',
        'keys that let it through by an entry, open keys, or keys that were called from there',
      )
        .choices(['admitting', 'open', 'seen'])
        .default('admitting'),
    )
    .option('--whole', 'only keys that let all of a range through')
    .option('--ended', 'with keys that are revoked or expired')
    .option('--secret-stdin', 'read a secret, or its beginning, from standard input and say whose it is')
  onRun<LookupOptions>(command, run, async (session, { args: [address], options }) => {
    if (options.secretStdin === true && address === undefined) return findSecret(session)
    if (options.secretStdin === true || address === undefined) {
      throw usage('name an address or a range, or give a secret on standard input with --secret-stdin')
    }
    const { what } = options
    const asked = { path: `${STAFF}/lookup/${what}`, query: queryOf(address, options), name: names[what] }
    const { value, rows } = await readPages(session.client, asked, options)
    const columns = [...about, ...(what === 'seen' ? seenColumns : admittingColumns)]
    await session.print(rowsView(value, rows, { columns, id: 'id' }))
    sayMore(session, value)
    return exitCodes.ok
  })
}

const names = { admitting: 'keys', open: 'keys', seen: 'seen' } as const

function queryOf(address: string, { what, whole, ended }: LookupOptions): Record<string, string | undefined> {
  return {
    address,
    reach: what === 'admitting' && whole === true ? 'all' : undefined,
    ended: what !== 'seen' && ended === true ? 'true' : undefined,
  }
}

const said: Readonly<Record<string, string>> = {
  secret: 'It is the secret of:',
  foreign: 'It is written like a secret of this product, and was not issued here.',
  hint: 'It is part of what is shown of:',
  nothing: 'No key is like that.',
}

async function findSecret(session: Session): Promise<0> {
  const credential = await readSecret(session.io, {
    name: 'secret',
    argument: '-',
    stdinOption: '--secret-stdin',
    variable: 'GATELIST_CREDENTIAL',
  })
  const call = { method: 'POST', path: `${STAFF}/lookup/credential`, body: { credential }, secretBody: true } as const
  const value = await staffCall<{ how?: string; keys?: Row[]; tokens?: Row[] }>(session.client, call)
  const { how = '', keys = [], tokens = [] } = value
  session.note(said[how] ?? how)
  for (const { name, workspace, owner } of tokens) {
    session.note(`The token ${name} of ${workspace ?? 'the staff'}${owner ? `, made by ${owner}` : ''}`)
  }
  await session.print(rowsView(value, keys, { columns: about, id: 'id' }))
  return exitCodes.ok
}

const about: readonly RowColumn[] = [
  { title: 'KEY ID', of: ({ id }) => id },
  { title: 'NAME', of: ({ name }) => name, shrinks: true },
  { title: 'WORKSPACE', of: ({ workspace }) => inner(workspace, 'name'), shrinks: true },
  { title: 'MODE', of: (row) => row.access_mode },
]

const admittingColumns: readonly RowColumn[] = [
  { title: 'REACH', of: ({ reach }) => reach },
  { title: 'THROUGH', of: throughOf, shrinks: true },
]

const seenColumns: readonly RowColumn[] = [
  { title: 'ADDRESS', of: ({ address }) => address },
  { title: 'ALLOWED', of: ({ allowed }) => allowed },
  { title: 'REFUSED', of: ({ refused }) => refused },
  { title: 'LAST', of: (row) => row.last_at },
]

function throughOf({ through, entries }: Row): string {
  const named = Array.isArray(entries) ? entries.map((entry) => String(inner(entry, 'network'))) : []
  return named.length === 0 ? String(through ?? '') : named.join(', ')
}
