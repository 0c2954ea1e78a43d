import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { isKeyId } from '#lib/keys/key-resource'
import { notAcknowledged } from './acknowledged-sql.ts'
import { ruleQueries } from './rule-queries.ts'
import type { RuleId } from './rules.ts'
import type { Acknowledgement, FoundKey, FoundKeys } from './views.ts'
import { readWhy } from './why.ts'

/** `acknowledged`: whether those that somebody acknowledged are among them. */
export type FindingPage = {
  readonly after: string | null
  readonly limit: number
  readonly acknowledged?: 'left out' | 'included'
  readonly workspaceId?: string | null
}

/** The keys that a rule finds now, by their ids, which tell in which order they were made. */
export async function readFindingKeys(rule: RuleId, page: FindingPage): Promise<FoundKeys> {
  await freshenProfiles()
  const rows = await prisma().$queryRaw<Row[]>`
    WITH page AS MATERIALIZED (
      SELECT hit.* FROM (${ruleQueries[rule].hits}) AS hit WHERE ${matching(rule, page)}
      ORDER BY hit.key_id LIMIT ${page.limit + 1}::int)
    SELECT hit.key_id::text AS "keyId", k.name, k.display_prefix AS "displayPrefix", k.last_four AS "lastFour",
      k.access_mode::text AS "accessMode", k.workspace_id::text AS "workspaceId", w.name AS "workspaceName",
      o.email AS owner, u.last_used_at AS "lastUsedAt", ${ruleQueries[rule].why} AS why,
      a.id::text AS "acknowledgementId", a.reason, a.until, a.acknowledged_by AS "acknowledgedBy",
      a.acknowledged_at AS "acknowledgedAt", a.key_id IS NULL AS "isOfWorkspace"
    FROM page hit JOIN api_key k ON k.id = hit.key_id JOIN workspace w ON w.id = k.workspace_id
      LEFT JOIN user_account o ON o.id = k.created_by_id LEFT JOIN key_usage u ON u.key_id = k.id
      LEFT JOIN LATERAL (${acknowledgementOf(rule)}) AS a ON true
    ORDER BY hit.key_id`
  const keys = rows.slice(0, page.limit).map(toFoundKey)
  return { keys, next: rows.length > page.limit ? (keys.at(-1)?.keyId ?? null) : null, now: new Date() }
}

function matching(rule: RuleId, { after, workspaceId, acknowledged = 'left out' }: FindingPage): Prisma.Sql {
  const parts = [Prisma.sql`true`]
  if (after !== null && isKeyId(after)) parts.push(Prisma.sql`hit.key_id > ${after}::uuid`)
  if (workspaceId) parts.push(Prisma.sql`hit.workspace_id = ${workspaceId}::uuid`)
  if (acknowledged === 'left out') parts.push(notAcknowledged(rule))
  return Prisma.join(parts, ' AND ')
}

/** That of the key itself before that of its workspace. */
function acknowledgementOf(rule: RuleId): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM finding_acknowledgement a WHERE a.rule = ${rule} AND a.workspace_id = hit.workspace_id AND a.until > now()
      AND (a.key_id = hit.key_id OR a.key_id IS NULL) ORDER BY a.key_id NULLS LAST LIMIT 1`
}

type Row = Omit<FoundKey, 'why' | 'acknowledgement'> & {
  why: unknown
  acknowledgementId: string | null
  reason: string | null
  until: Date | null
  acknowledgedBy: string | null
  acknowledgedAt: Date | null
  isOfWorkspace: boolean | null
}

function toFoundKey({ why, ...row }: Row): FoundKey {
  const { keyId, name, displayPrefix, lastFour, accessMode, workspaceId, workspaceName, owner, lastUsedAt } = row
  return {
    ...{ keyId, name, displayPrefix, lastFour, accessMode, workspaceId, workspaceName, owner, lastUsedAt },
    why: readWhy(why),
    acknowledgement: acknowledgementIn(row),
  }
}

function acknowledgementIn(row: Omit<Row, 'why'>): Acknowledgement | null {
  const { acknowledgementId: id, reason, until, acknowledgedBy: by, acknowledgedAt: at } = row
  if (id === null || reason === null || until === null || by === null || at === null) return null
  return { id, reason, until, by, at, of: row.isOfWorkspace ? 'workspace' : 'key' }
}
