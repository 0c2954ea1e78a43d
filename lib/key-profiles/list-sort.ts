export const staffKeySorts = ['widest', 'addresses', 'entries', 'last_used', 'created', 'name', 'refused'] as const
export type StaffKeySort = (typeof staffKeySorts)[number]
export type SortDirection = 'asc' | 'desc'

/** What people look for first in each: a lower `widest` is wider. */
export const firstDirection = {
  widest: 'asc',
  addresses: 'desc',
  entries: 'desc',
  last_used: 'desc',
  created: 'desc',
  name: 'asc',
  refused: 'desc',
} as const satisfies Record<StaffKeySort, SortDirection>

export type KeyOrder = { sort: StaffKeySort; direction: SortDirection }

const TURNED = '-'

/** As it stands in addresses and saved views: the name of the sort, with a dash before it where it is turned around. */
export function keyOrderText({ sort, direction }: KeyOrder): string {
  return direction === firstDirection[sort] ? sort : TURNED + sort
}

type Raw = Readonly<Record<string, unknown>>

/** The other way round; what cannot be read is the widest first. A `direction` may be said apart, as programs do. */
export function readKeyOrder(raw: Raw): KeyOrder {
  const text = typeof raw.sort === 'string' ? raw.sort : ''
  const isTurned = text.startsWith(TURNED)
  const sort = staffKeySorts.find((name) => name === (isTurned ? text.slice(1) : text)) ?? 'widest'
  const first = firstDirection[sort]
  if (raw.direction === 'asc' || raw.direction === 'desc') return { sort, direction: raw.direction }
  return { sort, direction: isTurned ? opposite[first] : first }
}

export const opposite = { asc: 'desc', desc: 'asc' } as const satisfies Record<SortDirection, SortDirection>
