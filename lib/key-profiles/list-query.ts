import { type KeyFilter, keyFilterQuery, keyFilterSchema } from './filters.ts'
import { type KeyCursor, keyCursorQuery, readKeyCursor } from './list-cursor.ts'
import { type KeyOrder, keyOrderText, readKeyOrder } from './list-sort.ts'

/** What is shown of the staff's table of keys. `view`: the saved view that it began with; "all" is that of no filters. */
export type KeyListState = { filter: KeyFilter; order: KeyOrder; cursor: KeyCursor | null; view: string | null }

type Raw = Readonly<Record<string, unknown>>

export const EVERY_LIVE_KEY = 'live'

/** Reads the address of the page, or a saved view. */
export function readKeyList(raw: Raw): KeyListState {
  const filter = keyFilterSchema.parse(raw)
  const order = readKeyOrder(raw)
  const view = typeof raw.view === 'string' && /^(live|[0-9a-f-]{36})$/.test(raw.view) ? raw.view : null
  return { filter, order, cursor: readKeyCursor(raw, order.sort), view }
}

/** The other way round. A change of filters or order begins at the first page. */
export function keyListQuery({ filter, order, cursor, view }: KeyListState): Record<string, string> {
  return {
    ...viewQuery({ filter, order }),
    ...(cursor === null ? {} : keyCursorQuery(cursor)),
    ...(view === null ? {} : { view }),
  }
}

/** What a saved view keeps. */
export function viewQuery({ filter, order }: Pick<KeyListState, 'filter' | 'order'>): Record<string, string> {
  const sort = keyOrderText(order)
  return { ...keyFilterQuery(filter), ...(sort === 'widest' ? {} : { sort }) }
}
