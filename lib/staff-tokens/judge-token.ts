import type { StaffRole } from '#lib/audit/actor'
import type { ClientIp } from '#lib/client-ip/resolve'
import { prisma } from '#lib/db'
import { compileMatcher } from '#lib/ip/matcher'
import { inspectSecret } from '#lib/keys/secret'
import { readNetworks } from '#lib/management-tokens/networks'
import { STAFF_TOKEN_PREFIX } from './prefix.ts'
import { roleNow } from './rules.ts'

/** Whom a token speaks for, and what it may do now. */
export type StaffCaller = { tokenId: string; userId: string; email: string; role: StaffRole }

/**
 * Judges a staff token as the database has it at this moment: alive, its holder still of the staff, the caller's address in its
 * list. Null for anything else, and nobody learns why.
 */
export async function judgeStaffToken(text: string | null, client: ClientIp): Promise<StaffCaller | null> {
  if (text === null || !text.startsWith(`${STAFF_TOKEN_PREFIX}_`)) return null
  // Junk costs no database read.
  const inspected = inspectSecret(text)
  const token = inspected.ok ? await livingToken(inspected.digestHex) : null
  if (token === null || !admits(token, client)) return null
  const role = roleNow(token.role, token.holderRole)
  if (role === null) return null
  await noteUse(token.tokenId, client)
  return { tokenId: token.tokenId, userId: token.userId, email: token.email, role }
}

type Token = Omit<StaffCaller, 'role'> & {
  role: StaffRole
  holderRole: StaffRole | null
  isOpen: boolean
  networks: string[]
}

async function livingToken(digestHex: string): Promise<Token | null> {
  const [token] = await prisma().$queryRaw<Token[]>`
    SELECT t.id::text AS "tokenId", t.user_id::text AS "userId", u.email, t.role::text AS role,
      u.staff_role::text AS "holderRole", t.access_mode = 'open' AS "isOpen", t.networks
    FROM staff_token t JOIN user_account u ON u.id = t.user_id
    WHERE t.digest = decode(${digestHex}, 'hex') AND t.revoked_at IS NULL AND u.disabled_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > now())`
  return token ?? null
}

/** An address that nobody could tell is in no list. */
function admits({ isOpen, networks }: Token, client: ClientIp): boolean {
  if (isOpen) return true
  return client.ok && compileMatcher(readNetworks(networks).map(({ network }) => network)).matches(client.address)
}

/** To the minute is near enough for "last used". */
async function noteUse(tokenId: string, client: ClientIp): Promise<void> {
  const address = client.ok ? client.text : null
  await prisma().$executeRaw`
    UPDATE staff_token SET last_used_at = now(), last_used_address = ${address}::inet
    WHERE id = ${tokenId}::uuid AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'
      OR last_used_address IS DISTINCT FROM ${address}::inet)`
}
