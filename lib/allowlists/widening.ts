import type { Widening } from '#lib/alerts/list-widened'
import type { KeyActor } from '#lib/audit/actor'
import { difference } from '#lib/ip/algebra'
import type { Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import type { ListMember } from './effective.ts'
import { isInForce } from './listed-entry.ts'
import type { ListSubject } from './subject.ts'

type Change = {
  readonly subject: ListSubject
  readonly before: readonly ListMember[]
  readonly after: readonly ListMember[]
  readonly accessMode: AccessMode
}

/** How a list comes to admit more, when it is enforced and does, or is no longer enforced; else null. */
export function wideningOf(actor: KeyActor, { subject, before, after, accessMode }: Change): Widening | null {
  if (subject.accessMode !== 'enforce') return null
  const opensToAny = accessMode !== 'enforce'
  const gained = opensToAny ? [] : difference(networksOf(after, subject.now), networksOf(before, subject.now))
  if (!opensToAny && gained.length === 0) return null
  return {
    workspaceId: subject.workspaceId,
    subjectId: subject.id,
    subjectName: subject.name,
    subjectKind: subject.kind === 'shared' ? 'list' : subject.kind,
    gained,
    actorLabel: actor.label,
    opensToAny,
    at: subject.now,
  }
}

function networksOf(members: readonly ListMember[], now: Date): Network[] {
  return members.filter((entry) => isInForce(entry, now)).map((entry) => entry.network)
}
