import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { formatAllowlist } from '#lib/ip/allowlist'
import { writeEntries } from './entries.ts'
import { entryChanges } from './entry-changes.ts'
import { listRecords } from './list-record.ts'
import { roleRights } from './rules.ts'
import type { SavedKey } from './saved-key.ts'
import type { CreateKeyInput } from './schema.ts'
import { newSecret } from './secret.ts'

/** The secret is in this answer and nowhere else. */
export type CreatedKey = SavedKey & { secret: string; expiresAt: Date | null }

export async function createKey(actor: Actor, input: CreateKeyInput): Promise<Result<CreatedKey, 'forbidden'>> {
  if (!roleRights[actor.role].create) return refuse('forbidden', 'Your role does not allow creating keys.')
  const { secret, ...stored } = newSecret()
  const accessMode = input.allowedIps.length === 0 ? ('open' as const) : ('enforce' as const)
  const { name, expiresAt } = input
  const list = listRecords([], input.allowedIps).after

  return transaction(async (tx) => {
    const key = await tx.apiKey.create({
      data: {
        workspaceId: actor.workspaceId,
        name,
        displayPrefix: stored.displayPrefix,
        lastFour: stored.lastFour,
        digest: Uint8Array.from(stored.digest),
        accessMode,
        expiresAt,
        createdById: actor.userId,
      },
      select: { id: true, version: true },
    })
    await record(tx, {
      actor,
      action: 'key.create',
      workspaceId: actor.workspaceId,
      keyId: key.id,
      after: { version: key.version, name, accessMode, expiresAt: expiresAt?.toISOString() ?? null, list },
    })
    const owner = { workspaceId: actor.workspaceId, keyId: key.id, userId: actor.userId }
    await writeEntries(tx, owner, entryChanges([], input.allowedIps))
    return ok({ ...key, name, accessMode, expiresAt, allowedIps: formatAllowlist(input.allowedIps), secret })
  })
}
