import type { Actor } from '#lib/audit/actor'
import { type Tx, transaction } from '#lib/db'
import * as ceiling from './ceiling.ts'
import * as creating from './create-list.ts'
import * as deleting from './delete-list.ts'
import * as entries from './list-entries.ts'
import * as using from './set-key-lists.ts'
import * as updating from './update-list.ts'

/** Everything that people change of named lists and the ceiling, each in a transaction of its own. */
export const createList = inTransaction(creating.createList)
export const updateList = inTransaction(updating.updateList)
export const deleteList = inTransaction(deleting.deleteList)
export const addListEntries = inTransaction(entries.addListEntries)
export const addListEntry = inTransaction(entries.addListEntry)
export const changeListEntry = inTransaction(entries.changeListEntry)
export const removeListEntry = inTransaction(entries.removeListEntry)
export const updateCeiling = inTransaction(ceiling.updateCeiling)
export const setKeyLists = inTransaction(using.setKeyLists)

function inTransaction<Input, Answer>(run: (tx: Tx, actor: Actor, input: Input) => Promise<Answer>) {
  return (actor: Actor, input: Input): Promise<Answer> => transaction((tx) => run(tx, actor, input))
}
