import { prisma } from '#lib/db'
import { displayNetwork } from '#lib/ip/network'
import { listText, readNetworks } from './networks.ts'
import type { TokenDetail, TokenList, TokenRow } from './views.ts'

/** Of the tokens that no longer work; of those that do, all are listed. */
const ENDED_SHOWN = 50
const NETWORKS_SHOWN = 2

type Row = Omit<TokenRow, 'lastUsed'> & { lastUsedAt: Date | null; lastUsedAddress: string | null }

/** The tokens of a workspace: those that work first, and within each kind the latest. */
export async function listManagementTokens(workspaceId: string): Promise<TokenList> {
  const [count] = await prisma().$queryRaw<{ total: number; now: Date }[]>`
    SELECT count(*)::int AS total, now() AS now FROM management_token WHERE workspace_id = ${workspaceId}::uuid`
  if (count === undefined) throw new Error('a count has no row')
  // `ended` as tokenStatus of rules.ts has it; a test holds them together.
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT id::text AS id, name, role::text AS role, display_prefix AS "displayPrefix", last_four AS "lastFour",
      access_mode::text AS "accessMode", networks[1:${NETWORKS_SHOWN}::int] AS networks,
      cardinality(networks) AS "networkCount", revoked_at AS "revokedAt", expires_at AS "expiresAt",
      created_at AS "createdAt", last_used_at AS "lastUsedAt", host(last_used_address) AS "lastUsedAddress"
    FROM (
      SELECT *, row_number() OVER (PARTITION BY ended ORDER BY created_at DESC, id DESC) AS place
      FROM (
        SELECT *, coalesce(revoked_at <= now(), false) OR coalesce(expires_at <= now(), false) AS ended
        FROM management_token WHERE workspace_id = ${workspaceId}::uuid
      ) AS token
    ) AS placed
    WHERE NOT ended OR place <= ${ENDED_SHOWN}
    ORDER BY ended, place`
  return { tokens: rows.map(toTokenRow), left: Math.max(0, count.total - rows.length), now: count.now }
}

function toTokenRow({ lastUsedAt, lastUsedAddress, networks, ...row }: Row): TokenRow {
  return {
    ...row,
    networks: readNetworks(networks).map(({ network }) => displayNetwork(network)),
    lastUsed: lastUsedAt === null ? null : { at: lastUsedAt, address: lastUsedAddress },
  }
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Null for a token of another workspace, exactly as for one that does not exist. */
export async function getManagementToken(workspaceId: string, tokenId: string): Promise<TokenDetail | null> {
  // Ids come from addresses that people type; PostgreSQL would answer an error where there is just no such token.
  if (!ID.test(tokenId)) return null
  const [token] = await prisma().$queryRaw<(Omit<TokenDetail, 'allowedIps'> & { networks: string[] })[]>`
    SELECT id::text AS id, name, role::text AS role, display_prefix AS "displayPrefix", last_four AS "lastFour",
      access_mode::text AS "accessMode", networks, revoked_at AS "revokedAt", expires_at AS "expiresAt", now() AS now
    FROM management_token WHERE id = ${tokenId}::uuid AND workspace_id = ${workspaceId}::uuid`
  if (token === undefined) return null
  const { networks, ...plain } = token
  return { ...plain, allowedIps: listText(networks) }
}
