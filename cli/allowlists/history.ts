import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Client } from '../http/client.ts'
import { type FoundKey, findKey } from '../keys/find-key.ts'
import { onRun, type Run } from '../session.ts'
import type { Version, VersionsAnswer } from '../wire.ts'
import { versionsPath } from './version-calls.ts'
import { versionsView } from './version-table.ts'

type HistoryOptions = { readonly pageSize?: string; readonly pageToken?: string; readonly all?: true }

/** `keys history`: the versions of a key's list, the newest first. */
export function addHistoryCommand(parent: Command, run: Run): void {
  const command = parent
    .command('history <key>')
    .description('the versions of a key’s list: who made each, when and from where')
    .option('--page-size <n>', 'versions a page')
    .option('--page-token <token>', 'the page that an earlier one named')
    .option('--all', 'every page')
  onRun<HistoryOptions>(command, run, async (session, { args: [reference = ''], options }) => {
    const found = await findKey(session.client, reference)
    const query = { page_size: options.pageSize, page_token: options.pageToken }
    const answer = await (options.all ? everyPage : onePage)(session.client, found, query)
    await session.print(versionsView(answer, answer.versions ?? []))
    if (answer.next_page_token) session.note(`There are more: --page-token ${answer.next_page_token}, or --all`)
    return exitCodes.ok
  })
}

type Query = Readonly<Record<string, string | undefined>>

async function onePage(client: Client, found: FoundKey, query: Query): Promise<VersionsAnswer> {
  return (await client.call<VersionsAnswer>({ method: 'GET', path: versionsPath(found), query })).body
}

/** All pages as one answer. */
async function everyPage(client: Client, found: FoundKey, query: Query): Promise<VersionsAnswer> {
  const versions: Version[] = []
  let token = query.page_token
  do {
    const page = await onePage(client, found, { page_size: query.page_size ?? '1000', page_token: token })
    versions.push(...(page.versions ?? []))
    token = page.next_page_token || undefined
  } while (token !== undefined)
  return { versions, next_page_token: '' }
}
