import { listRecords } from '#lib/allowlists/list-record'
import type { Actor } from '#lib/audit/actor'
import { type AuditEntry, record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { newSecret } from '#lib/keys/secret'
import { listText, readNetworks, storedList } from './networks.ts'
import { MAX_LIVE_TOKENS, mayManageTokens, type TokenRole } from './rules.ts'
import type { CreateTokenInput } from './schema.ts'
import type { TokenAccessMode } from './views.ts'

const TOKEN_PREFIX = 'gl_mgmt'

/** The secret is in this answer and nowhere else. `allowedIps` is the list in canonical text. */
export type CreatedToken = {
  id: string
  name: string
  role: TokenRole
  accessMode: TokenAccessMode
  allowedIps: string
  expiresAt: Date | null
  secret: string
}

export type NewToken = Omit<CreateTokenInput, 'openToAny'>

/** Whose token it becomes and who makes it; `userId` is null where no account does. */
export type TokenMaker = { workspaceId: string; userId: string | null; actor: AuditEntry['actor'] }

export async function createManagementToken(
  actor: Actor,
  input: CreateTokenInput,
): Promise<Result<CreatedToken, 'forbidden' | 'too_many'>> {
  if (!mayManageTokens(actor)) return refuse('forbidden', 'Only owners and admins can create management tokens.')
  const { workspaceId, userId } = actor
  return transaction((tx) => createTokenIn(tx, { workspaceId, userId, actor }, input))
}

/** The same in the caller's transaction, which has seen that the maker may. */
export async function createTokenIn(
  tx: Tx,
  maker: TokenMaker,
  { name, role, allowedIps, expiresAt }: NewToken,
): Promise<Result<CreatedToken, 'too_many'>> {
  if ((await liveTokens(tx, maker.workspaceId)) >= MAX_LIVE_TOKENS) return tooMany
  const { secret, ...shown } = newSecret(TOKEN_PREFIX)
  const { accessMode, networks } = storedList(allowedIps)
  const token = await tx.managementToken.create({
    data: {
      ...{ workspaceId: maker.workspaceId, createdById: maker.userId },
      ...{ name, role, accessMode, networks, expiresAt },
      ...{ displayPrefix: shown.displayPrefix, lastFour: shown.lastFour, digest: Uint8Array.from(shown.digest) },
    },
    select: { id: true },
  })
  const list = listRecords([], readNetworks(networks)).after
  await record(tx, {
    ...{ actor: maker.actor, action: 'token.create', workspaceId: maker.workspaceId, keyId: token.id },
    after: { name, role, accessMode, expiresAt: expiresAt?.toISOString() ?? null, list },
  })
  return ok({ id: token.id, name, role, accessMode, allowedIps: listText(networks), expiresAt, secret })
}

const tooMany = refuse(
  'too_many',
  `A workspace has at most ${MAX_LIVE_TOKENS} management tokens that work. Revoke one that is no longer used.`,
)

/** Counted while the workspace's row is held, so that two at once cannot both take the last place. */
async function liveTokens(tx: Tx, workspaceId: string): Promise<number> {
  await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM management_token
    WHERE workspace_id = ${workspaceId}::uuid AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`
  return row?.count ?? 0
}
