import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { tokenStatus } from '#lib/management-tokens/rules'
import { mayRevoke } from './rules.ts'
import type { RevokeStaffTokenInput } from './schema.ts'

export type RevokedStaffToken = { id: string; name: string }

/** Ends a token for good: the next request that carries it is refused. One that may not be ended looks like one that is not there. */
export async function revokeStaffToken(
  actor: StaffActor,
  { tokenId }: RevokeStaffTokenInput,
): Promise<Result<RevokedStaffToken, 'not_found' | 'wrong_state'>> {
  return transaction(async (tx) => {
    const token = await lock(tx, tokenId)
    if (token === null || !mayRevoke(actor, token.userId)) return notFound
    if (tokenStatus(token, token.now) !== 'active') return ended
    const { id, name, holder } = token
    await record(tx, {
      ...{ actor, action: 'staff.token_revoke', workspaceId: null, keyId: id },
      ...{ before: { name, holder, status: 'active' }, after: { status: 'revoked' } },
    })
    await tx.$executeRaw`UPDATE staff_token SET revoked_at = clock_timestamp() WHERE id = ${id}::uuid`
    return ok({ id, name })
  })
}

const notFound = refuse('not_found', 'This token does not exist.')
const ended = refuse('wrong_state', 'This token no longer works already.')

type Locked = RevokedStaffToken & {
  userId: string
  holder: string
  revokedAt: Date | null
  expiresAt: Date | null
  now: Date
}

async function lock(tx: Tx, tokenId: string): Promise<Locked | null> {
  const [token] = await tx.$queryRaw<Locked[]>`
    SELECT t.id::text AS id, t.name, t.user_id::text AS "userId", u.email AS holder, t.revoked_at AS "revokedAt",
      t.expires_at AS "expiresAt", clock_timestamp() AS now
    FROM staff_token t JOIN user_account u ON u.id = t.user_id
    WHERE t.id = ${tokenId}::uuid FOR NO KEY UPDATE OF t`
  return token ?? null
}
