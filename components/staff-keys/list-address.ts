import type { KeyFilter } from '#lib/key-profiles/filters'
import { type KeyListState, keyListQuery } from '#lib/key-profiles/list-query'
import type { StaffKeySort } from '#lib/key-profiles/list-sort'
import { firstDirection, opposite } from '#lib/key-profiles/list-sort'
import { paths } from '#lib/paths'

type Change = Partial<Omit<KeyListState, 'filter'>> & { filter?: Partial<KeyFilter> }

/** The address of the table with something changed. Whatever is changed, it begins at the first page. */
export function listAddress(state: KeyListState, { filter, ...change }: Change): string {
  return paths.staffKeys(keyListQuery({ ...state, cursor: null, ...change, filter: { ...state.filter, ...filter } }))
}

/** The first press sorts as people expect of the column, the next turns it. */
export function sorting(state: KeyListState, sort: StaffKeySort) {
  const { order } = state
  const isCurrent = order.sort === sort
  const direction = isCurrent ? opposite[order.direction] : firstDirection[sort]
  return {
    href: listAddress(state, { order: { sort, direction } }),
    direction: isCurrent ? (order.direction === 'asc' ? ('ascending' as const) : ('descending' as const)) : null,
  }
}
