import type { View } from '../output.ts'
import type { Column } from '../terminal/table.ts'
import type { ListedEntry } from '../wire.ts'

const columns: readonly Column[] = [
  { title: 'ENTRY ID' },
  { title: 'ADDRESSES' },
  { title: 'COUNT' },
  { title: 'STATE' },
  { title: 'EXPIRES' },
  { title: 'NOTE', shrinks: true },
]

/** Entries of an allowlist in all forms. */
export function entriesView(value: unknown, entries: readonly ListedEntry[], now: Date): View {
  const rows = entries.map((entry) => {
    const { entry_id = '', cidr, network, address_count = '', expire_time, note = '' } = entry
    return [entry_id, cidr ?? network ?? '', address_count, stateOf(entry, now), expire_time ?? 'never', note]
  })
  return { value, human: { columns, rows }, quiet: entries.map(({ entry_id = '' }) => entry_id) }
}

/** Whether an entry admits anybody now. */
export function stateOf({ enabled, expire_time }: ListedEntry, now: Date): 'on' | 'off' | 'expired' {
  if (enabled === false) return 'off'
  return expire_time && Date.parse(expire_time) <= now.getTime() ? 'expired' : 'on'
}
