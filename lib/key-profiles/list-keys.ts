import type { Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { snapshot } from '#lib/db/snapshot'
import type { KeyFilter } from './filters.ts'
import { freshenProfiles } from './freshen.ts'
import type { KeyCursor } from './list-cursor.ts'
import { findPlaces, type KeyPlace, MOST_COUNTED } from './list-places.ts'
import { type StaffKeyRow, selectStaffKeys, toStaffKey } from './list-rows.ts'
import type { KeyOrder } from './list-sort.ts'
import type { StaffKey } from './views.ts'

export const STAFF_PAGE_SIZE = 50

/** `isMore`: there are more than `total`. `now` is the database's time. */
export type StaffKeyPage = {
  keys: StaffKey[]
  total: number
  isMore: boolean
  previous: KeyCursor | null
  next: KeyCursor | null
  now: Date
}

/** A page of the keys of all workspaces, beyond the cursor or before it. */
export async function listStaffKeys(
  filter: KeyFilter,
  order: KeyOrder,
  cursor: KeyCursor | null = null,
): Promise<StaffKeyPage> {
  await freshenProfiles()
  return snapshot(async (tx) => {
    const found = await findPlaces(tx, { filter, order, cursor, limit: STAFF_PAGE_SIZE + 1 })
    const { places, previous, next } = pageOf(found.places, cursor)
    const keys = await rowsOf(tx, places)
    const total = Math.min(found.total, MOST_COUNTED)
    return { keys, total, isMore: found.total > MOST_COUNTED, previous, next, now: await databaseNow(tx) }
  })
}

/** One place more than a page was asked for, which tells whether there is a further page that way. */
function pageOf(walked: KeyPlace[], cursor: KeyCursor | null) {
  const isFurther = walked.length > STAFF_PAGE_SIZE
  const places = walked.slice(0, STAFF_PAGE_SIZE)
  const isBackwards = cursor?.side === 'before'
  if (isBackwards) places.reverse()
  const [first, last] = [places.at(0), places.at(-1)]
  return {
    places,
    previous: first !== undefined && (isBackwards ? isFurther : cursor !== null) ? at('before', first) : null,
    next: last !== undefined && (isBackwards || isFurther) ? at('after', last) : null,
  }
}

function at(side: KeyCursor['side'], { keyId, value }: KeyPlace): KeyCursor {
  return { side, keyId, value }
}

async function rowsOf(tx: Tx, places: readonly KeyPlace[]): Promise<StaffKey[]> {
  const rows = await tx.$queryRaw<StaffKeyRow[]>(selectStaffKeys(places.map(({ keyId }) => keyId)))
  const byId = new Map(rows.map((row) => [row.id, toStaffKey(row)]))
  return places.flatMap(({ keyId }) => byId.get(keyId) ?? [])
}
