import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { pathPart } from '../keys/kind.ts'
import { onRun, type Run } from '../session.ts'
import { addActCommands } from './acts.ts'
import { STAFF, staffCall } from './call.ts'
import { addKeyFilterOptions, type KeyFilterOptions, keyFilterQuery } from './key-filter.ts'
import { addPageOptions, type PageOptions, readPages, sayMore } from './pages.ts'
import { inner, type Row, type RowColumn, rowsView } from './rows-view.ts'

type ListOptions = KeyFilterOptions & PageOptions & { readonly sort?: string; readonly direction?: string }

const sorts = ['widest', 'addresses', 'entries', 'last_used', 'created', 'name', 'refused']

/** `staff keys …`. */
export function addStaffKeysCommands(staff: Command, run: Run): void {
  const keys = staff.command('keys').description('keys of all workspaces')
  const list = addPageOptions(addKeyFilterOptions(keys.command('list').description('list keys, the widest first')))
    .addOption(new Option('--sort <by>', 'what comes first').choices(sorts))
    .addOption(new Option('--direction <direction>', 'ascending or descending').choices(['asc', 'desc']))
  onRun<ListOptions>(list, run, async (session, { options }) => {
    const query = { ...keyFilterQuery(options), sort: options.sort, direction: options.direction }
    const { value, rows } = await readPages(session.client, { path: `${STAFF}/keys`, query, name: 'keys' }, options)
    await session.print(rowsView(value, rows, { columns, id: 'id' }))
    sayMore(session, value)
    return exitCodes.ok
  })
  const get = keys.command('get <id>').description('show one key with its list and what staff did')
  onRun(get, run, async (session, { args: [id = ''] }) => {
    const found = await staffCall<Row>(session.client, { method: 'GET', path: `${STAFF}/keys/${pathPart(id)}` })
    const key = { ...(found.key as Row), workspace: found.workspace, owner: found.owner }
    await session.print(rowsView(found, [key], { columns: single, id: 'id' }))
    return exitCodes.ok
  })
  addActCommands(keys, run)
}

const about: readonly RowColumn[] = [
  { title: 'KEY ID', of: ({ id }) => id },
  { title: 'NAME', of: ({ name }) => name, shrinks: true },
  { title: 'WORKSPACE', of: ({ workspace }) => inner(workspace, 'name'), shrinks: true },
]

const columns: readonly RowColumn[] = [
  ...about,
  { title: 'OWNER', of: ({ owner }) => inner(owner, 'email'), shrinks: true },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'MODE', of: ({ access_mode: mode }) => mode },
  { title: 'ENTRIES', of: ({ entries }) => entries },
  { title: 'WIDEST', of: widestOf },
  { title: 'ADDRESSES', of: ({ addresses }) => addresses },
  { title: 'LAST USED', of: ({ last_used: used }) => inner(used, 'at') ?? 'never' },
]

const single: readonly RowColumn[] = [
  ...about,
  { title: 'OWNER', of: ({ owner }) => owner, shrinks: true },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'MODE', of: ({ access_mode: mode }) => mode },
  { title: 'ALLOWED IPS', of: ({ allowed_ips: text }) => String(text ?? '').replaceAll('\n', ', '), shrinks: true },
  { title: 'LAST USED', of: ({ last_used: used }) => inner(used, 'at') ?? 'never' },
]

function widestOf({ access_mode: mode, widest_v4: v4, widest_v6: v6 }: Row): string {
  if (mode === 'open') return 'any'
  return [v4, v6].flatMap((bits) => (typeof bits === 'number' ? `/${bits}` : [])).join(' ')
}
