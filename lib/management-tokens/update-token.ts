import { listRecords } from '#lib/allowlists/list-record'
import type { Actor } from '#lib/audit/actor'
import { type Json, record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { listText, readNetworks, type StoredList, storedList } from './networks.ts'
import { mayManageTokens } from './rules.ts'
import type { UpdateTokenInput } from './schema.ts'
import { type LockedToken, lockTokenFor, type TokenRefusal } from './token-lock.ts'
import type { TokenAccessMode } from './views.ts'

export type SavedToken = { id: string; name: string; accessMode: TokenAccessMode; allowedIps: string }

/** Changes the name and the list of a token. What it may do, and until when, stays as it was made. */
export async function updateManagementToken(
  actor: Actor,
  input: UpdateTokenInput,
): Promise<Result<SavedToken, TokenRefusal | 'forbidden' | 'conflict'>> {
  if (!mayManageTokens(actor)) return refuse('forbidden', 'Only owners and admins can change management tokens.')
  const { workspaceId } = actor
  return transaction(async (tx) => {
    const locked = await lockTokenFor(tx, workspaceId, { tokenId: input.tokenId, action: 'edit' })
    if (!locked.ok) return locked
    const token = locked.value
    const list = storedList(input.allowedIps)
    const sides = sidesOf(token, input.name, list)
    // Before the conflict, so that a save sent twice succeeds twice.
    if (sides === null) return ok(saved(token.id, input.name, list))
    if ('list' in sides.after && listText(token.networks) !== input.listBefore) return conflict
    await record(tx, { actor, action: 'token.update', workspaceId, keyId: token.id, ...sides })
    await tx.managementToken.update({
      where: { id: token.id },
      data: { name: input.name, ...list },
      select: { id: true },
    })
    return ok(saved(token.id, input.name, list))
  })
}

const conflict = refuse(
  'conflict',
  'Somebody else changed the list of this token while you were editing. Nothing of yours was saved: reload to see it.',
)

type Side = { name?: string; accessMode?: TokenAccessMode; list?: Json }

/** What changes, before and after; null when nothing does. */
function sidesOf(token: LockedToken, name: string, list: StoredList): { before: Side; after: Side } | null {
  const renamed = name !== token.name
  const listed = list.accessMode !== token.accessMode || list.networks.join() !== token.networks.join()
  if (!renamed && !listed) return null
  const lists = listRecords(readNetworks(token.networks), readNetworks(list.networks))
  return {
    before: {
      ...(renamed ? { name: token.name } : {}),
      ...(listed ? { accessMode: token.accessMode, list: lists.before } : {}),
    },
    after: { ...(renamed ? { name } : {}), ...(listed ? { accessMode: list.accessMode, list: lists.after } : {}) },
  }
}

function saved(id: string, name: string, { accessMode, networks }: StoredList): SavedToken {
  return { id, name, accessMode, allowedIps: listText(networks) }
}
