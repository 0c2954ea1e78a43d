import { raiseListWidened } from '#lib/alerts/list-widened'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { difference } from '#lib/ip/algebra'
import type { Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import type { ListMember } from './effective.ts'
import type { PlacedEntry } from './entry-changes.ts'
import { membersOf } from './guard.ts'
import { isInForce } from './listed-entry.ts'
import type { ListSubject } from './subject.ts'

type Change = {
  readonly subject: ListSubject
  readonly stored: readonly PlacedEntry[]
  readonly after: readonly PlacedEntry[]
  readonly accessMode: AccessMode
}

/** Raises an alert when a list that is enforced admits more addresses than before, or is no longer enforced. */
export async function tellOfWidening(
  tx: Tx,
  actor: KeyActor,
  { subject, stored, after, accessMode }: Change,
): Promise<void> {
  if (subject.accessMode !== 'enforce') return
  const opensToAny = accessMode !== 'enforce'
  const gained = opensToAny ? [] : difference(networksOf(after, subject.now), networksOf(stored, subject.now))
  if (!opensToAny && gained.length === 0) return
  await raiseListWidened(tx, {
    workspaceId: subject.workspaceId,
    subjectId: subject.id,
    subjectName: subject.name,
    subjectKind: subject.kind === 'shared' ? 'list' : subject.kind,
    gained,
    actorLabel: actor.label,
    opensToAny,
  })
}

function networksOf(entries: readonly PlacedEntry[], now: Date): Network[] {
  const members: readonly ListMember[] = membersOf(entries)
  return members.filter((entry) => isInForce(entry, now)).map((entry) => entry.network)
}
