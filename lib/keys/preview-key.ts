import { type ChangePreview, previewChange } from '#lib/allowlists/preview'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { modeForList } from './key-access.ts'
import { isKeyId } from './key-resource.ts'
import type { AccessModeInput, PreviewKeyInput } from './schema.ts'

export type KeyPreview = Result<ChangePreview, 'not_found'>

/** What saving this text as the key's list would do. Changes nothing. */
export async function previewKeyList(actor: Actor, { keyId, allowedIps }: PreviewKeyInput): Promise<KeyPreview> {
  const { workspaceId, address: ownAddress } = actor
  const key = isKeyId(keyId)
    ? await prisma().apiKey.findFirst({
        where: { id: keyId, workspaceId },
        select: { accessMode: true, _count: { select: { lists: true } } },
      })
    : null
  if (key === null) return refuse('not_found', 'This key does not exist.')
  const { accessMode, _count: counted } = key
  const preview = await previewChange(prisma(), {
    workspaceId,
    subject: { kind: 'key', id: keyId },
    wanted: allowedIps,
    accessMode: modeForList({ accessMode, listCount: counted.lists }, allowedIps.length),
    ownAddress,
  })
  return preview === null ? refuse('not_found', 'This key does not exist.') : ok(preview)
}

/** What applying the key's list in another way would do. Changes nothing. */
export async function previewAccessMode(
  actor: Actor,
  { keyId, accessMode }: Pick<AccessModeInput, 'keyId' | 'accessMode'>,
): Promise<KeyPreview> {
  const { workspaceId, address: ownAddress } = actor
  const subject = { kind: 'key', id: keyId } as const
  const preview = await previewChange(prisma(), { workspaceId, subject, accessMode, ownAddress })
  return preview === null ? refuse('not_found', 'This key does not exist.') : ok(preview)
}
