import { prisma, type Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { ok, type Result, refuse } from '#lib/errors'
import type { AccessMode } from '#lib/verify/key-record'
import { type DiffView, diffView } from './diff-view.ts'
import { storedEntries } from './entries.ts'
import { findSubject, type SubjectPlace } from './find-subject.ts'
import { isInForce } from './listed-entry.ts'
import { type ChangePreview, previewChange } from './preview.ts'
import { readHistory } from './read-history.ts'
import { planRestore, type RestoreRefusal } from './restore.ts'
import type { RestoreScope } from './restore-scope.ts'
import { versionDiff } from './version-diff.ts'
import { unsureOf } from './version-pages.ts'
import type { ListState, ToldVersion } from './versions.ts'

/** A named list that a key used at a version, and what became of it. */
export type ListThen = { readonly id: string; readonly name: string; readonly standing: 'used' | 'unused' | 'gone' }

/** What restoring a version would do. */
export type RestorePreview = {
  readonly number: number
  /** Of the owner as it stands, to be sent along. */
  readonly version: number
  readonly diff: DiffView
  /** How the list was applied then, and is now. */
  readonly mode: { readonly was: AccessMode; readonly is: AccessMode }
  /** Null when the list has gone meanwhile. */
  readonly effect: ChangePreview | null
  /** Entries that come back and admit nobody, because their time is over. */
  readonly expired: number
  /** An enforced list would admit nobody at all. */
  readonly admitsNobody: boolean
  /** Named lists that the key used then, which are not restored; null where there is nothing to say. */
  readonly listsThen: readonly ListThen[] | null
  readonly unsure: readonly string[]
  readonly now: Date
}

export type RestorePreviewRequest = {
  readonly place: SubjectPlace
  readonly number: number
  readonly scope: RestoreScope
  readonly ownAddress: string | null
}

type Previewed = Result<RestorePreview, RestoreRefusal | 'not_found'>

/**
 * Looks at lists and versions at one moment, and then at who called: in the moment before, a call that is being written just now would be
 * neither in memory nor in the tables.
 */
export async function previewRestore(request: RestorePreviewRequest): Promise<Previewed> {
  const found = await snapshot((tx) => previewIn(tx, request))
  if (!found.ok) return found
  const { change, ...preview } = found.value
  return ok({ ...preview, effect: await previewChange(prisma(), change) })
}

type Planned = Omit<RestorePreview, 'effect'> & { readonly change: Parameters<typeof previewChange>[1] }

async function previewIn(
  tx: Tx,
  { place, number, scope, ownAddress }: RestorePreviewRequest,
): Promise<Result<Planned, RestoreRefusal | 'not_found'>> {
  const subject = await findSubject(tx, place)
  if (subject === null) return refuse('not_found', 'This list does not exist.')
  const stored = await storedEntries(tx, subject)
  const plan = await planRestore(tx, { subject, before: { stored }, number, scope })
  if (!plan.ok) return plan
  const { version, wanted, accessMode } = plan.value
  const { present } = await readHistory(tx, subject, [])
  const after = { ...present, entries: version.entries, accessMode }
  return ok({
    ...{ number, version: subject.version, now: subject.now },
    diff: diffView(versionDiff(present, after, subject.now)),
    mode: { was: version.accessMode, is: subject.accessMode },
    change: { workspaceId: place.workspaceId, subject, wanted, accessMode, ownAddress },
    expired: version.entries.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= subject.now).length,
    admitsNobody: admitsNobody(after, subject.now),
    listsThen: await listsThen(tx, { workspaceId: place.workspaceId, version, present }),
    unsure: unsureOf(version),
  })
}

function admitsNobody({ entries, accessMode, lists }: ListState, now: Date): boolean {
  const isEmpty = (lists ?? []).length === 0 && !entries.some((entry) => isInForce(entry, now))
  return accessMode === 'enforce' && isEmpty
}

type Then = { workspaceId: string; version: ToldVersion; present: ListState }

async function listsThen(tx: Tx, { workspaceId, version, present }: Then): Promise<ListThen[] | null> {
  if (version.lists === null || version.lists.length === 0) return null
  const used = new Set((present.lists ?? []).map(({ id }) => id))
  if (version.lists.every(({ id }) => used.has(id))) return null
  const ids = version.lists.map(({ id }) => id)
  const there = await tx.networkList.findMany({ where: { id: { in: ids }, workspaceId }, select: { id: true } })
  const known = new Set(there.map(({ id }) => id))
  return version.lists.map(({ id, name }) => ({
    ...{ id, name },
    standing: used.has(id) ? 'used' : known.has(id) ? 'unused' : 'gone',
  }))
}
