import { effectiveAt, type KeyLists } from '#lib/allowlists/effective'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { noteWidening } from '#lib/findings/note-widening'
import { difference } from '#lib/ip/algebra'
import { formatCount, totalAddresses } from '#lib/ip/count'
import type { LockedKey } from '#lib/keys/key-lock'

type Change = { readonly key: LockedKey; readonly before: KeyLists; readonly after: KeyLists }

/** Keeps for the staff that a key that enforces its list came to admit more by the named lists that it was given. */
export async function noteGained(tx: Tx, actor: KeyActor, { key, before, after }: Change): Promise<void> {
  if (before.accessMode !== 'enforce') return
  const gained = difference(effectiveAt(after, key.now).listed, effectiveAt(before, key.now).listed)
  if (gained.length === 0) return
  await noteWidening(tx, {
    ...{ workspaceId: actor.workspaceId, subjectId: key.id, at: key.now, opensToAny: false, widenedBy: actor.label },
    gained: formatCount(totalAddresses(gained)),
  })
}
