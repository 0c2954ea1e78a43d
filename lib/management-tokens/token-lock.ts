import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { allowsIn, type TokenAction, type TokenStatus, type TokenTimes, tokenStatus } from './rules.ts'
import type { TokenAccessMode } from './views.ts'

/** A token as it stands while its row is locked; `now` is the database's time after the lock was had. */
export type LockedToken = TokenTimes & {
  id: string
  name: string
  accessMode: TokenAccessMode
  networks: string[]
  now: Date
}

export type TokenRefusal = 'not_found' | 'wrong_state'

/** Takes the token's row for this transaction. One of another workspace looks exactly like one that does not exist. */
export async function lockTokenFor(
  tx: Tx,
  workspaceId: string,
  request: { tokenId: string; action: TokenAction },
): Promise<Result<LockedToken, TokenRefusal>> {
  const [token] = await tx.$queryRaw<LockedToken[]>`
    SELECT id::text AS id, name, access_mode::text AS "accessMode", networks, revoked_at AS "revokedAt",
      expires_at AS "expiresAt", clock_timestamp() AS now
    FROM management_token WHERE id = ${request.tokenId}::uuid AND workspace_id = ${workspaceId}::uuid FOR NO KEY UPDATE`
  if (token === undefined) return refuse('not_found', 'This token does not exist.')
  const status = tokenStatus(token, token.now)
  return allowsIn(request.action, status) ? ok(token) : refuse('wrong_state', stateMessages[status])
}

const stateMessages = {
  active: 'This token is active.',
  expired: 'This token has expired.',
  revoked: 'This token is revoked, which is final.',
} satisfies Record<TokenStatus, string>
