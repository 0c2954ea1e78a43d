import { prisma } from '#lib/db'
import { type ExportFormat, type ExportKind, isExportFormat, isExportKind } from './kinds.ts'
import type { ExportEnd } from './trail.ts'

/** An export as the trail tells of it. `end`: null while it runs, and where its process was gone before it could be told. */
export type RecentExport = {
  readonly id: string
  readonly at: Date
  readonly who: string
  readonly kind: ExportKind
  readonly format: ExportFormat
  readonly filter: Readonly<Record<string, string>>
  readonly isContinued: boolean
  readonly end: Pick<ExportEnd, 'outcome' | 'rows'> | null
}

type Row = { id: string; at: Date; who: string; told: Record<string, unknown>; end: Record<string, unknown> | null }

/** The latest exports of everybody, newest first. */
export async function recentExports(limit: number): Promise<{ exports: RecentExport[]; now: Date }> {
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT b.key_id::text AS id, b.at, b.actor_label AS who, b.after AS told, e.after AS end
    FROM (SELECT * FROM audit_event WHERE action = 'staff.export' ORDER BY id DESC LIMIT ${limit}) AS b
    LEFT JOIN LATERAL (
      SELECT e.after FROM audit_event e WHERE e.key_id = b.key_id AND e.action = 'staff.export_end'
      ORDER BY e.id DESC LIMIT 1) AS e ON true
    ORDER BY b.id DESC`
  return { exports: rows.flatMap(toRecent), now: new Date() }
}

function toRecent({ id, at, who, told, end }: Row): RecentExport[] {
  const [kind, format] = [String(told.kind), String(told.format)]
  if (!isExportKind(kind) || !isExportFormat(format)) return []
  const filter = Object.fromEntries(
    Object.entries((told.filter ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  )
  return [{ id, at, who, kind, format, filter, isContinued: told.after !== null, end: end && endOf(end) }]
}

function endOf({ outcome, rows }: Record<string, unknown>): RecentExport['end'] {
  if (outcome !== 'complete' && outcome !== 'cancelled' && outcome !== 'failed') return null
  return { outcome, rows: Number(rows) }
}
