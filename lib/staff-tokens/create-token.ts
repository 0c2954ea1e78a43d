import { listRecords } from '#lib/allowlists/list-record'
import type { StaffActor, StaffRole } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { newSecret } from '#lib/keys/secret'
import { readNetworks, storedList } from '#lib/management-tokens/networks'
import { STAFF_TOKEN_PREFIX } from './prefix.ts'
import { MAX_LIVE_STAFF_TOKENS, rolesToGive } from './rules.ts'
import type { CreateStaffTokenInput } from './schema.ts'

/** The secret is in this answer and nowhere else. */
export type CreatedStaffToken = { id: string; name: string; role: StaffRole; secret: string }

/** Makes a token that acts for whoever makes it. */
export async function createStaffToken(
  actor: StaffActor,
  input: CreateStaffTokenInput,
): Promise<Result<CreatedStaffToken, 'forbidden' | 'too_many'>> {
  return transaction(async (tx) => {
    const holder = await lockHolder(tx, actor.userId)
    if (holder === null || !rolesToGive(holder.role).includes(input.role)) return aboveOwn
    if (holder.live >= MAX_LIVE_STAFF_TOKENS) return tooMany
    return ok(await store(tx, actor, input))
  })
}

const aboveOwn = refuse('forbidden', 'A token may do at most what you may do yourself.')
const tooMany = refuse(
  'too_many',
  `One person has at most ${MAX_LIVE_STAFF_TOKENS} staff tokens that work. Revoke one that is no longer used.`,
)

type Holder = { role: StaffRole; live: number }

/** As the database has it while the account's row is held, so that two at once cannot both take the last place. */
async function lockHolder(tx: Tx, userId: string): Promise<Holder | null> {
  const [user] = await tx.$queryRaw<{ role: StaffRole | null }[]>`
    SELECT staff_role::text AS role FROM user_account WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const [row] = await tx.$queryRaw<{ live: number }[]>`
    SELECT count(*)::int AS live FROM staff_token
    WHERE user_id = ${userId}::uuid AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`
  return user === undefined || user.role === null ? null : { role: user.role, live: row?.live ?? 0 }
}

async function store(
  tx: Tx,
  actor: StaffActor,
  { name, role, allowedIps, expiresAt }: CreateStaffTokenInput,
): Promise<CreatedStaffToken> {
  const { secret, displayPrefix, lastFour, digest } = newSecret(STAFF_TOKEN_PREFIX)
  const { accessMode, networks } = storedList(allowedIps)
  const { id } = await tx.staffToken.create({
    data: {
      ...{ userId: actor.userId, name, role, accessMode, networks, expiresAt },
      ...{ displayPrefix, lastFour, digest: Uint8Array.from(digest) },
    },
    select: { id: true },
  })
  const list = listRecords([], readNetworks(networks)).after
  await record(tx, {
    ...{ actor, action: 'staff.token_create', workspaceId: null, keyId: id },
    after: { name, role, accessMode, expiresAt: expiresAt?.toISOString() ?? null, list },
  })
  return { id, name, role, secret }
}
