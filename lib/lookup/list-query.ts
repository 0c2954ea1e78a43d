import type { LookupCursor } from './page.ts'

/** What is shown of a look-up: keys that let it in by an entry, keys that let anybody in, or keys that were called from there. */
export const lookupTabs = ['entries', 'open', 'seen'] as const
export type LookupTab = (typeof lookupTabs)[number]

export type LookupState = {
  address: string
  tab: LookupTab
  reach: 'any' | 'all'
  ended: boolean
  cursor: LookupCursor | null
}

type Raw = Readonly<Record<string, string | string[] | undefined>>

/** The address of the page; what cannot be read counts as not given. */
export function readLookupState(raw: Raw): LookupState {
  const one = (name: string) => (typeof raw[name] === 'string' ? raw[name] : '')
  return {
    address: one('address').slice(0, 200).replaceAll('\0', ''),
    tab: lookupTabs.find((tab) => tab === one('show')) ?? 'entries',
    reach: one('reach') === 'all' ? 'all' : 'any',
    ended: one('ended') === '1',
    cursor: readSide('after', one('after')) ?? readSide('before', one('before')),
  }
}

function readSide(side: LookupCursor['side'], at: string): LookupCursor | null {
  return at === '' ? null : { side, at }
}

/** The other way round. Whatever is changed, it begins at the first page. */
export function lookupQuery(state: LookupState, change: Partial<LookupState> = {}): Record<string, string | undefined> {
  const { address, tab, reach, ended, cursor } = { ...state, cursor: null, ...change }
  return {
    address,
    show: tab === 'entries' ? undefined : tab,
    reach: reach === 'any' ? undefined : reach,
    ended: ended ? '1' : undefined,
    ...(cursor === null ? {} : { [cursor.side]: cursor.at }),
  }
}
