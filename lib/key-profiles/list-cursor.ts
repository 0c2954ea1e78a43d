import type { StaffKeySort } from './list-sort.ts'

/** Where a page begins: at a key, by what it is sorted by then. `before`: the page ends there instead. */
export type KeyCursor = { readonly side: 'after' | 'before'; readonly value: string; readonly keyId: string }

/** A number, or of a name its text. Times are in milliseconds; "never" is -1. */
const forms = {
  widest: /^-?\d{1,3}$/,
  addresses: /^\d{1,17}(\.\d{1,20})?(e\+\d{1,2})?$/,
  entries: /^\d{1,9}$/,
  last_used: /^(-1|\d{1,15})$/,
  created: /^\d{1,15}$/,
  name: /^[^\0]{0,300}$/u,
  refused: /^\d{1,18}$/,
} as const satisfies Record<StaffKeySort, RegExp>

const PLACE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(.*)$/su

type Raw = Readonly<Record<string, unknown>>

/** The place as it stands in an address; null for none, and for one that was made for another order. */
export function readKeyCursor(raw: Raw, sort: StaffKeySort): KeyCursor | null {
  for (const side of ['after', 'before'] as const) {
    const text = raw[side]
    const [, keyId, value] = typeof text === 'string' ? (PLACE.exec(text) ?? []) : []
    if (keyId !== undefined && value !== undefined && forms[sort].test(value)) return { side, keyId, value }
  }
  return null
}

export function keyCursorQuery({ side, keyId, value }: KeyCursor): Record<string, string> {
  return { [side]: `${keyId}_${value}` }
}
