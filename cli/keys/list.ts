import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Client } from '../http/client.ts'
import { onRun, type Run } from '../session.ts'
import type { KeyResource, ListAnswer } from '../wire.ts'
import { type FilterOptions, filterOf } from './filter.ts'
import { keysView } from './key-table.ts'
import { collectionPath, type Kind, keysOf } from './kind.ts'

type ListOptions = FilterOptions & { readonly pageSize?: string; readonly pageToken?: string; readonly all?: true }
type Query = Readonly<Record<string, string | undefined>>

/** `keys issued list` and `keys imported list`. */
export function addListCommand(parent: Command, run: Run, kind: Kind): void {
  const command = parent
    .command('list')
    .description('list keys')
    .option('--actor <id>', 'only keys of this actor')
    .option('--status <status>', 'only active, revoked or expired keys')
    .option('--name <name>', 'only keys of this name; "Pay*" for names that begin so')
    .addOption(new Option('--access-mode <mode>', 'only keys in this mode').choices(['open', 'enforce', 'report']))
    .option('--admits <ip>', 'only keys that admit this address')
    .option('--filter <filter>', 'a filter as the API takes it')
    .option('--page-size <n>', 'keys a page')
    .option('--page-token <token>', 'the page that an earlier one named')
    .option('--all', 'every page')
  onRun<ListOptions>(command, run, async (session, { options }) => {
    const query = { filter: filterOf(options), page_size: options.pageSize, page_token: options.pageToken }
    const answer = await (options.all ? everyPage : onePage)(session.client, kind, query)
    await session.print(keysView(answer, keysOf(kind, answer)))
    if (answer.next_page_token) session.note(`There are more: --page-token ${answer.next_page_token}, or --all`)
    return exitCodes.ok
  })
}

async function onePage(client: Client, kind: Kind, query: Query): Promise<ListAnswer> {
  return (await client.call<ListAnswer>({ method: 'GET', path: collectionPath[kind], query })).body
}

/** All pages as one answer. */
export async function everyPage(client: Client, kind: Kind, query: Query): Promise<ListAnswer> {
  const keys: KeyResource[] = []
  let token = query.page_token
  do {
    const page = await onePage(client, kind, { page_size: '1000', ...defined(query), page_token: token })
    keys.push(...keysOf(kind, page))
    token = page.next_page_token || undefined
  } while (token !== undefined)
  return { [kind === 'issued' ? 'issued_api_keys' : 'imported_api_keys']: keys, next_page_token: '' }
}

function defined(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}
