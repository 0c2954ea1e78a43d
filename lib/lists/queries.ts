/** Everything that is read of named lists and the ceiling. */
export { eventHistory as listHistory } from '#lib/keys/event-history'
export { ceilingOf, getList } from './get-list.ts'
export { keysOfList } from './keys-of-list.ts'
export { listLists } from './list-lists.ts'
