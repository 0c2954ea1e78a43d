import type { Tx } from '#lib/db'
import { type Concern, readStoredWithConcern } from './concerned-keys.ts'
import { storedEntries } from './entries.ts'
import type { StoredEntry } from './entry-changes.ts'
import { recentlyFrom } from './guard.ts'
import type { ListSubject } from './subject.ts'

/** A list as it is before a change. `concern`: what the change will be judged by, where it was read along. */
export type ListBefore = { readonly stored: readonly StoredEntry[]; readonly concern?: Concern }

/** To be read after the lock, in the transaction of the change. One statement for a key, whose list concerns no other key. */
export async function readListBefore(tx: Tx, subject: ListSubject): Promise<ListBefore> {
  if (subject.kind !== 'key') return { stored: await storedEntries(tx, subject) }
  return readStoredWithConcern(tx, subject, recentlyFrom(subject))
}
