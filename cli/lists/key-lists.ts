import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { type FoundKey, findKey } from '../keys/find-key.ts'
import { keyPath } from '../keys/kind.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, ListsAnswer } from '../wire.ts'
import { findListId } from './find-list.ts'

type KeyListsOptions = WriteOptions & { readonly use?: string; readonly none?: true }

/** `keys lists`: which named lists a key uses. */
export function addKeyListsCommand(parent: Command, run: Run): void {
  const command = parent
    .command('lists <key>')
    .description('which named lists a key uses, and to choose them')
    .option('--use <lists>', 'use exactly these, by id or name, separated by commas')
    .option('--none', 'use none')
  onRun<KeyListsOptions>(addListChangeOptions(command), run, async (session, { args: [reference = ''], options }) => {
    if (options.use !== undefined && options.none === true) throw usage('--use and --none exclude each other')
    const found = await findKey(session.client, reference)
    const path = keyPath(found.kind, found.id, '/allowlist/lists')
    if (options.use === undefined && options.none === undefined) {
      return show(session, found, (await session.client.call<ListsAnswer>({ method: 'GET', path })).body)
    }
    const body = { allowlist_ids: await idsOf(session, options) }
    const call = { method: 'PUT', path, body, ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    const { body: answer } = await session.client.call<ListsAnswer>(call)
    session.note(`${found.key.name ?? reference}: named lists chosen.`)
    if (found.key.access_mode === 'ACCESS_MODE_OPEN' && body.allowlist_ids.length > 0)
      session.note('The key is open to any address; keys mode --to enforce makes its lists count.')
    return show(session, found, answer)
  })
}

async function idsOf({ client }: Session, { use = '' }: KeyListsOptions): Promise<readonly string[]> {
  const names = use
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const ids: string[] = []
  for (const name of names) ids.push(await findListId(client, name))
  return ids
}

async function show(session: Session, { id }: FoundKey, answer: ListsAnswer) {
  const lists = answer.allowlists ?? []
  await session.print({
    value: answer,
    human: {
      columns: [{ title: 'KEY ID' }, { title: 'LIST ID' }, { title: 'NAME', shrinks: true }],
      rows: lists.map(({ allowlist_id: listId = '', name = '' }) => [id, listId, name]),
    },
    quiet: lists.flatMap(({ allowlist_id: listId }) => listId ?? []),
  })
  return exitCodes.ok
}
