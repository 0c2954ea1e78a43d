import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { storedEntries } from './entries.ts'
import { findSubject } from './find-subject.ts'
import { type ListImport, modeAfter, wantedAfter } from './list-import.ts'
import { type ChangePreview, previewChange } from './preview.ts'

export type ImportPreviewRequest = {
  readonly owner: 'key' | 'list'
  readonly id: string
  readonly change: ListImport
  /** An open key obeys its list from now on. */
  readonly enforce: boolean
}

/** What an import would do to whom, before it is done. */
export async function previewImport(
  db: Tx,
  actor: KeyActor,
  { owner, id, change, enforce }: ImportPreviewRequest,
): Promise<Result<ChangePreview, 'not_found'>> {
  const { workspaceId } = actor
  const subject = await findSubject(db, { workspaceId, owner, id })
  if (subject === null) return refuse('not_found', `This ${owner} does not exist.`)
  const wanted = wantedAfter(await storedEntries(db, subject), change)
  const accessMode = modeAfter(subject.accessMode, enforce)
  const preview = await previewChange(db, { workspaceId, subject, wanted, accessMode, ownAddress: actor.address })
  return preview === null ? refuse('not_found', `This ${owner} does not exist.`) : ok(preview)
}
