import { formatCount } from '#lib/ip/count'
import type { KeyFilter } from './filters.ts'
import type { StaffKeySort } from './list-sort.ts'
import type { StaffKey } from './views.ts'

/** "1 address", "65,536 addresses", "Any address". */
export function addressesWords({ accessMode, addresses }: Pick<StaffKey, 'accessMode' | 'addresses'>): string {
  if (accessMode === 'open') return 'Any address'
  return addresses === 0 ? 'No address' : formatCount(BigInt(addresses))
}

/** "/16", "/16 and IPv6 /48": the widest entry in force of each family. */
export function widestWords({
  accessMode,
  widestV4,
  widestV6,
}: Pick<StaffKey, 'accessMode' | 'widestV4' | 'widestV6'>) {
  const families = [widestV4 === null ? null : `/${widestV4}`, widestV6 === null ? null : `IPv6 /${widestV6}`]
  const said = families.filter((words) => words !== null).join(', ')
  return said === '' && accessMode === 'open' ? 'Everything' : said === '' ? 'Nothing' : said
}

export const sortWords = {
  widest: ['Widest first', 'Narrowest first'],
  addresses: ['Most addresses first', 'Fewest addresses first'],
  entries: ['Most entries first', 'Fewest entries first'],
  last_used: ['Last used first', 'Longest unused first'],
  created: ['Newest first', 'Oldest first'],
  name: ['Name from A to Z', 'Name from Z to A'],
  refused: ['Most refused calls first', 'Fewest refused calls first'],
} as const satisfies Record<StaffKeySort, readonly [first: string, turned: string]>

export const accessFilterWords = {
  open: 'Open to any address',
  report: 'Report only',
  enforce: 'Enforced',
} as const satisfies Record<NonNullable<KeyFilter['access']>, string>

export const rangeWords = {
  private: 'Private ranges',
  reserved: 'Reserved ranges',
  special: 'Private or reserved',
} as const satisfies Record<NonNullable<KeyFilter['range']>, string>

export type FilterChip = { name: keyof KeyFilter; words: string }

/** What is filtered by, in words. `names`: of the workspace and of the owner, where they are known. */
export function filterChips(
  filter: KeyFilter,
  names: { workspace: string | null; owner: string | null },
): FilterChip[] {
  const { access, range, wider4, wider6, expiring, unused } = filter
  const all: readonly (FilterChip | null)[] = [
    filter.workspace === null ? null : { name: 'workspace', words: `Workspace ${names.workspace ?? filter.workspace}` },
    filter.owner === null ? null : { name: 'owner', words: `Owner ${names.owner ?? filter.owner}` },
    access === null ? null : { name: 'access', words: accessFilterWords[access] },
    filter.any ? { name: 'any', words: 'Any-address entry' } : null,
    wider4 === null ? null : { name: 'wider4', words: `Wider than /${wider4}` },
    wider6 === null ? null : { name: 'wider6', words: `Wider than IPv6 /${wider6}` },
    range === null ? null : { name: 'range', words: rangeWords[range] },
    filter.expired ? { name: 'expired', words: 'Expired entries' } : null,
    expiring === null ? null : { name: 'expiring', words: `Entries expire within ${daysWords(expiring)}` },
    filter.unnoted ? { name: 'unnoted', words: 'Entries without note' } : null,
    filter.unmatched ? { name: 'unmatched', words: 'Entries that never matched' } : null,
    unused === null ? null : { name: 'unused', words: `Unused for ${daysWords(unused)}` },
    filter.refused ? { name: 'refused', words: 'Refused calls in the last day' } : null,
  ]
  return all.filter((chip) => chip !== null)
}

export function daysWords(days: number): string {
  return days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`
}
