import { type ChangePreview, previewChange } from '#lib/allowlists/preview'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { PreviewCeilingInput, PreviewListInput } from './schema.ts'
import { accessModeOfCeiling } from './words.ts'

export type ListPreview = Result<ChangePreview, 'not_found'>

/** What saving this text as a named list would do, to all keys that use it. Changes nothing. */
export async function previewList(actor: Actor, { listId, entries }: PreviewListInput): Promise<ListPreview> {
  const { workspaceId, address: ownAddress } = actor
  const subject = { kind: 'shared', id: listId } as const
  const preview = await previewChange(prisma(), { workspaceId, subject, wanted: entries, ownAddress })
  return preview === null ? notFound : ok(preview)
}

/** What changing the ceiling, or how it is applied, would do. Changes nothing. */
export async function previewCeiling(actor: Actor, { entries, mode }: PreviewCeilingInput): Promise<ListPreview> {
  const { workspaceId, address: ownAddress } = actor
  const ceiling = await prisma().networkList.findFirst({
    where: { workspaceId, kind: 'ceiling' },
    select: { id: true },
  })
  if (ceiling === null) return notFound
  const preview = await previewChange(prisma(), {
    ...{ workspaceId, ownAddress, subject: { kind: 'ceiling', id: ceiling.id } },
    ...(entries === undefined ? {} : { wanted: entries }),
    ...(mode === undefined ? {} : { accessMode: accessModeOfCeiling(mode) }),
  })
  return preview === null ? notFound : ok(preview)
}

const notFound = refuse('not_found', 'This list does not exist.')
