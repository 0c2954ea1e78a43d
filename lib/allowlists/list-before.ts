import type { Tx } from '#lib/db'
import { type Concern, readStoredWithConcern } from './concerned-keys.ts'
import { storedEntries } from './entries.ts'
import type { StoredEntry } from './entry-changes.ts'
import { recentlyFrom } from './guard.ts'
import type { ListSubject } from './subject.ts'

/** A list as it is before a change. `concern`: what the change will be judged by, where it was read along. */
export type ListBefore = { readonly stored: readonly StoredEntry[]; readonly concern?: Concern }

/** The same of a key. `listCount`: how many named lists it uses beside its own. */
export type KeyListBefore = Required<ListBefore> & { readonly listCount: number }

/** To be read after the lock, in the transaction of the change. Of a named list or a ceiling, whom it concerns is told by each change. */
export async function readListBefore(tx: Tx, subject: ListSubject): Promise<ListBefore> {
  return subject.kind === 'key' ? readKeyListBefore(tx, subject) : { stored: await storedEntries(tx, subject) }
}

/** In one statement: the list of a key concerns no other key. */
export function readKeyListBefore(tx: Tx, subject: ListSubject): Promise<KeyListBefore> {
  return readStoredWithConcern(tx, subject, recentlyFrom(subject))
}
