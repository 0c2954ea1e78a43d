import type { ExportKind } from './kinds.ts'

/** What each kind is called and holds. */
export const kindWords = {
  keys: { name: 'Keys', holds: 'One row a key, with its access mode, its list in figures, owner and last use.' },
  entries: {
    name: 'Entries',
    holds: 'One row an entry of keys, named lists and ceilings, with note, expiry and last match.',
  },
  findings: {
    name: 'Findings',
    holds: 'One row a key of a finding, with what makes it one and whether it is acknowledged.',
  },
  events: { name: 'Events', holds: 'One row an event of the audit trail, with what was before and after.' },
} as const satisfies Record<ExportKind, { name: string; holds: string }>

const filterNames: Readonly<Record<string, string>> = {
  q: 'Search',
  state: 'State',
  access: 'Access',
  any: 'Any-address entry',
  wider4: 'Wider than (IPv4)',
  wider6: 'Wider than (IPv6)',
  range: 'Ranges',
  expired: 'Expired entries',
  expiring: 'Entries expiring within days',
  unnoted: 'Entries without note',
  unmatched: 'Entries never matched',
  unused: 'Unused for days',
  refused: 'Refused in the last day',
  workspace: 'Workspace',
  owner: 'Owner',
  rule: 'Finding',
  acknowledged: 'With acknowledged ones',
  actor: 'Who',
  key: 'Key or list',
  address: 'Address',
  action: 'Action',
  door: 'Way in',
  from: 'From (UTC)',
  to: 'Before (UTC)',
  staff: 'Staff only',
}

/** A filter as people read it: "Access: open", or its name alone where it is only on. */
export function filterText(name: string, value: string): string {
  const word = filterNames[name] ?? name
  return value === '1' && name !== 'unused' && name !== 'expiring' ? word : `${word}: ${value}`
}

/** "1,234 rows". */
export function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en-US')} rows`
}
