import type { Actor } from '#lib/audit/actor'
import { type AuditEntry, record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { mayManageTokens } from './rules.ts'
import type { RevokeTokenInput } from './schema.ts'
import { lockTokenFor, type TokenRefusal } from './token-lock.ts'

export type RevokedToken = { id: string; name: string }

/** Ends a token for good: the next request that carries it is refused. */
export async function revokeManagementToken(
  actor: Actor,
  { tokenId }: RevokeTokenInput,
): Promise<Result<RevokedToken, TokenRefusal | 'forbidden'>> {
  if (!mayManageTokens(actor)) return refuse('forbidden', 'Only owners and admins can revoke management tokens.')
  return transaction((tx) => revokeTokenIn(tx, { workspaceId: actor.workspaceId, actor }, tokenId))
}

/** The same in the caller's transaction, which has seen that whoever asks may. */
export async function revokeTokenIn(
  tx: Tx,
  by: { workspaceId: string; actor: AuditEntry['actor'] },
  tokenId: string,
): Promise<Result<RevokedToken, TokenRefusal>> {
  const locked = await lockTokenFor(tx, by.workspaceId, { tokenId, action: 'revoke' })
  if (!locked.ok) return locked
  const { id, name } = locked.value
  await record(tx, {
    ...{ actor: by.actor, action: 'token.revoke', workspaceId: by.workspaceId, keyId: id },
    ...{ before: { name, status: 'active' }, after: { status: 'revoked' } },
  })
  await tx.$executeRaw`UPDATE management_token SET revoked_at = clock_timestamp() WHERE id = ${id}::uuid`
  return ok({ id, name })
}
