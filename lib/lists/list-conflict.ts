import { readEntries } from '#lib/allowlists/entries'
import type { StoredEntry } from '#lib/allowlists/entry-changes'
import { restingEntries } from '#lib/allowlists/entry-standing'
import type { Tx } from '#lib/db'
import { formatAllowlist } from '#lib/ip/allowlist'
import type { LockedList } from './list-lock.ts'
import type { ListConflict } from './saved-list.ts'

/** The answer to a save of a version that is no longer the latest. */
export async function listConflict(tx: Tx, list: LockedList, stored: readonly StoredEntry[]): Promise<ListConflict> {
  const last = await tx.auditEvent.findFirst({
    where: { workspaceId: list.workspaceId, keyId: list.id },
    orderBy: { id: 'desc' },
    select: { actorLabel: true, at: true },
  })
  const { id, name, description, version } = list
  return {
    ok: false,
    error: 'conflict',
    message: 'Somebody else saved this list while you were editing. Nothing of yours was saved yet.',
    current: {
      ...{ id, name, description, version },
      text: formatAllowlist(readEntries(stored)),
      resting: restingEntries(stored, list.now),
      savedBy: last?.actorLabel ?? null,
      savedAt: last?.at ?? null,
    },
  }
}
