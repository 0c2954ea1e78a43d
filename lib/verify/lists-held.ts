import type { Allowlist } from './compiled-list.ts'
import { type CredentialRecord, isKey } from './key-record.ts'

/** About how much memory the lists take that held records share; each list counts once, however many records use it. */
export type ListsHeld = {
  readonly bytes: number
  add(record: CredentialRecord): void
  remove(record: CredentialRecord): void
}

export function createListsHeld(): ListsHeld {
  const users = new Map<Allowlist, number>()
  let bytes = 0

  function count(list: Allowlist, change: 1 | -1): void {
    const before = users.get(list) ?? 0
    const after = before + change
    if (after === 0) users.delete(list)
    else users.set(list, after)
    if (before === 0 || after === 0) bytes += change * list.bytes
  }

  function countAll(record: CredentialRecord, change: 1 | -1): void {
    if (!isKey(record)) return
    for (const list of record.shared) count(list, change)
    if (record.ceiling?.allowlist != null) count(record.ceiling.allowlist, change)
  }

  return {
    get bytes() {
      return bytes
    },
    add: (record) => countAll(record, 1),
    remove: (record) => countAll(record, -1),
  }
}
