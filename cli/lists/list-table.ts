import type { View } from '../output.ts'
import type { NamedList } from '../wire.ts'

/** Named lists in all forms. */
export function listsView(value: unknown, lists: readonly NamedList[]): View {
  return {
    value,
    human: {
      columns: [
        { title: 'LIST ID' },
        { title: 'NAME', shrinks: true },
        { title: 'ENTRIES' },
        { title: 'ADDRESSES' },
        { title: 'USED BY' },
        { title: 'ALLOWED IPS', shrinks: true },
      ],
      rows: lists.map((list) => [
        ...[list.allowlist_id ?? '', list.name ?? '', String(list.entry_count ?? ''), list.address_count ?? ''],
        ...[`${list.key_count ?? 0} ${list.key_count === 1 ? 'key' : 'keys'}`, (list.allowed_cidrs ?? []).join(', ')],
      ]),
    },
    quiet: lists.flatMap(({ allowlist_id: id }) => id ?? []),
  }
}
