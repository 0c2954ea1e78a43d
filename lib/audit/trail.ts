import { snapshot } from '#lib/db/snapshot'
import { Prisma } from '#lib/generated/prisma/client'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { auditActionLabel } from './actions.ts'
import type { TrailFilter } from './trail-filter.ts'
import { trailWhere } from './trail-where.ts'

/** An event of the trail, with what it is about as that is called now; names are null for what is gone. */
export type TrailEvent = {
  readonly id: string
  readonly at: Date
  readonly action: string
  readonly label: string
  readonly actorId: string | null
  readonly who: string
  /** Null for who did not act as staff. */
  readonly staffRole: string | null
  readonly token: { readonly id: string; readonly name: string | null } | null
  readonly workspace: { readonly id: string; readonly name: string | null } | null
  readonly subject: TrailSubject | null
  readonly address: string | null
  readonly door: string
  readonly requestId: string | null
}

/** What an event is about. `kind`: null where it is gone. */
export type TrailSubject = {
  readonly id: string
  readonly kind: 'key' | 'list' | 'token' | null
  readonly name: string | null
}

/** `next`: the cursor of the page of older ones; null at the end. `isCut`: as trailWhere has it. */
export type TrailPage = {
  readonly events: readonly TrailEvent[]
  readonly next: string | null
  readonly isCut: boolean
}

/**
 * Events of all workspaces, newest first: in the order of the trail, or in that of their times where times are asked for, which
 * an index then begins at.
 *
 * @param after the cursor that the page before ended with; null for the newest
 */
export async function readTrail(filter: TrailFilter, after: string | null, limit: number): Promise<TrailPage> {
  if (filter.key !== null) await freshenProfiles()
  const { where, isCut } = await trailWhere(filter)
  const isByTime = filter.from !== null || filter.to !== null
  const order = isByTime ? Prisma.sql`e.at DESC, e.id DESC` : Prisma.sql`e.id DESC`
  const rows = await snapshot((tx) =>
    tx.$queryRaw<TrailRow[]>(
      trailRows(
        Prisma.sql`
      SELECT e.id FROM audit_event e WHERE ${where} AND ${behind(after, isByTime)} ORDER BY ${order} LIMIT ${limit + 1}`,
        order,
      ),
    ),
  )
  const events = rows.slice(0, limit).map(toEvent)
  const last = events.at(-1)
  return { events, isCut, next: rows.length > limit && last ? cursorOf(last, isByTime) : null }
}

/** Null when it is not there, or was pruned. */
export async function findTrailEvent(id: string): Promise<TrailEvent | null> {
  if (!/^\d{1,18}$/.test(id)) return null
  const one = Prisma.sql`SELECT e.id FROM audit_event e WHERE e.id = ${id}::bigint`
  const [row] = await snapshot((tx) => tx.$queryRaw<TrailRow[]>(trailRows(one, Prisma.sql`e.id`)))
  return row === undefined ? null : toEvent(row)
}

const CURSOR = /^(?:(\d{1,15})\.)?(\d{1,18})$/

/** Whether text is a cursor at all; one that was made for another order begins anew. */
export function isTrailCursor(text: string): boolean {
  return CURSOR.test(text)
}

function cursorOf({ at, id }: TrailEvent, isByTime: boolean): string {
  return isByTime ? `${at.getTime()}.${id}` : id
}

function behind(after: string | null, isByTime: boolean): Prisma.Sql {
  const [, at, id] = CURSOR.exec(after ?? '') ?? []
  if (id === undefined || (at !== undefined) !== isByTime) return Prisma.sql`true`
  if (at === undefined) return Prisma.sql`e.id < ${id}::bigint`
  return Prisma.sql`(e.at, e.id) < (${new Date(Number(at))}, ${id}::bigint)`
}

type TrailRow = Omit<TrailEvent, 'label' | 'workspace' | 'subject' | 'token'> & {
  workspaceId: string | null
  workspaceName: string | null
  subjectId: string | null
  subjectKind: TrailSubject['kind']
  subjectName: string | null
  tokenId: string | null
  tokenName: string | null
}

/** Ids first, so that what is sorted is small however long the details are. */
function trailRows(ids: Prisma.Sql, order: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT e.id::text AS id, e.at, e.action, e.actor_id::text AS "actorId", e.actor_label AS who,
      e.staff_role AS "staffRole", e.token_id::text AS "tokenId", s.name AS "tokenName",
      e.workspace_id::text AS "workspaceId", w.name AS "workspaceName", e.key_id::text AS "subjectId",
      CASE WHEN k.id IS NOT NULL THEN 'key' WHEN l.id IS NOT NULL THEN 'list' WHEN t.id IS NOT NULL THEN 'token' END
        AS "subjectKind",
      coalesce(k.name, l.name, t.name) AS "subjectName",
      host(e.address) AS address, e.door, e.request_id AS "requestId"
    FROM (${ids}) wanted JOIN audit_event e ON e.id = wanted.id
    LEFT JOIN workspace w ON w.id = e.workspace_id
    LEFT JOIN api_key k ON k.id = e.key_id
    LEFT JOIN network_list l ON l.id = e.key_id
    LEFT JOIN management_token t ON t.id = e.key_id
    LEFT JOIN staff_token s ON s.id = e.token_id
    ORDER BY ${order}`
}

function toEvent(row: TrailRow): TrailEvent {
  const { workspaceId, workspaceName, subjectId, subjectKind, subjectName, tokenId, tokenName, ...event } = row
  return {
    ...event,
    label: auditActionLabel(row.action),
    workspace: workspaceId === null ? null : { id: workspaceId, name: workspaceName },
    subject: subjectId === null ? null : { id: subjectId, kind: subjectKind, name: subjectName },
    token: tokenId === null ? null : { id: tokenId, name: tokenName },
  }
}
