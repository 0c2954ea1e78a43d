import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { readHappening } from './detail.ts'
import type { AlertEnd, AlertFilter, AlertPage, AlertRow, Mute } from './views.ts'

export const ALERTS_A_PAGE = 50

type Row = Omit<AlertRow, 'happening'> & { detail: unknown }

type Wanted = { filter: AlertFilter; after: AlertEnd | null; pageSize?: number }

/** The alerts of a workspace, those that happened last first. What happens again moves to the front. */
export async function listAlerts(workspaceId: string, wanted: Wanted): Promise<AlertPage> {
  const { filter, after, pageSize = ALERTS_A_PAGE } = wanted
  const [clock] = await prisma().$queryRaw<{ now: Date }[]>`SELECT now() AS now`
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT a.id::text AS id, a.kind::text AS kind, a.subject_id::text AS "subjectId", a.count::float8 AS count,
      a.first_at AS "firstAt", a.last_at AS "lastAt", a.read_at AS "readAt", a.read_by AS "readBy", a.detail,
      k.id IS NOT NULL AS "isAboutKey", k.created_by_id::text AS "keyCreatedById",
      k.id IS NOT NULL OR l.id IS NOT NULL OR w.id IS NOT NULL AS "subjectExists"
    FROM (SELECT * FROM alert AS a WHERE ${matching(workspaceId, filter, after)}
        ORDER BY a.last_at DESC, a.id DESC LIMIT ${pageSize + 1}::int) AS a
      LEFT JOIN api_key AS k ON k.id = a.subject_id LEFT JOIN network_list AS l ON l.id = a.subject_id
      LEFT JOIN webhook AS w ON w.id = a.subject_id
    ORDER BY a.last_at DESC, a.id DESC`
  const alerts = rows.slice(0, pageSize).map(toAlert)
  const last = alerts.at(-1)
  const next = last === undefined || rows.length <= pageSize ? null : { lastAt: last.lastAt.getTime(), id: last.id }
  return { alerts, next, now: clock?.now ?? new Date() }
}

function toAlert({ detail, ...row }: Row): AlertRow {
  return { ...row, happening: readHappening(row.kind, detail) }
}

function matching(workspaceId: string, filter: AlertFilter, after: AlertEnd | null): Prisma.Sql {
  const parts = [Prisma.sql`a.workspace_id = ${workspaceId}::uuid`]
  if (filter.kind !== null) parts.push(Prisma.sql`a.kind = ${filter.kind}::alert_kind`)
  if (filter.unreadOnly) parts.push(Prisma.sql`a.read_at IS NULL`)
  if (after !== null) parts.push(Prisma.sql`(a.last_at, a.id) < (${new Date(after.lastAt)}, ${after.id}::uuid)`)
  return Prisma.join(parts, ' AND ')
}

/** More than this is shown as "99+". */
const MOST_COUNTED = 100

/** How many alerts of a workspace nobody has read, counted up to 100. */
export async function unreadAlerts(workspaceId: string): Promise<number> {
  const [found] = await prisma().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM alert WHERE workspace_id = ${workspaceId}::uuid AND read_at IS NULL LIMIT ${MOST_COUNTED}::int) AS unread`
  return found?.count ?? 0
}

/** What is muted in a workspace, latest first. */
export function listMutes(workspaceId: string): Promise<Mute[]> {
  return prisma().$queryRaw<Mute[]>`
    SELECT m.id::text AS id, m.kind::text AS kind, m.subject_id::text AS "subjectId",
      coalesce(k.name, l.name, w.description, w.url) AS "subjectName", k.id IS NOT NULL AS "isAboutKey",
      k.created_by_id::text AS "keyCreatedById", m.muted_by AS "mutedBy", m.muted_at AS "mutedAt"
    FROM alert_mute AS m LEFT JOIN api_key AS k ON k.id = m.subject_id LEFT JOIN network_list AS l ON l.id = m.subject_id
      LEFT JOIN webhook AS w ON w.id = m.subject_id
    WHERE m.workspace_id = ${workspaceId}::uuid ORDER BY m.muted_at DESC LIMIT 500`
}
