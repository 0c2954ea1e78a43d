import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run } from '../session.ts'
import type { NamedList } from '../wire.ts'
import { addCreateListCommand, addUpdateListCommand } from './edit-list.ts'
import { addDeleteListCommand } from './end-list.ts'
import { allLists, findListId, listPath } from './find-list.ts'
import { listsView } from './list-table.ts'

/** `gatelist lists …`: the named lists that keys of the workspace share. */
export function addListsCommands(program: Command, run: Run): void {
  const lists = program.command('lists').description('named lists, which many keys can use')
  onRun(lists.command('list').description('list the named lists'), run, async (session) => {
    const found = await allLists(session.client)
    await session.print(listsView({ allowlists: found }, found))
    return exitCodes.ok
  })
  const get = lists.command('get <list>').description('show a named list, by its id or name')
  onRun(get, run, async (session, { args: [reference = ''] }) => {
    const path = listPath(await findListId(session.client, reference))
    const { body } = await session.client.call<NamedList>({ method: 'GET', path })
    await session.print(listsView(body, [body]))
    return exitCodes.ok
  })
  addCreateListCommand(lists, run)
  addUpdateListCommand(lists, run)
  addDeleteListCommand(lists, run)
}
