import { auditActionLabel } from '#lib/audit/actions'
import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import type { AccessMode } from '#lib/verify/key-record'
import { versionActions } from './version-event.ts'

/** Whose versions: the id of a key, a named list or a ceiling. Of another workspace there are none. */
export type VersionOwner = { readonly workspaceId: string; readonly id: string }

/** One version of a list as a row of its history. */
export type VersionRow = {
  readonly number: number
  readonly at: Date
  /** What was done, as `lib/audit/actions` names it, and in words. */
  readonly action: string
  readonly label: string
  readonly who: string
  /** Null when it could not be determined. */
  readonly address: string | null
  readonly door: string
  /** Null where it was never said. */
  readonly accessMode: AccessMode | null
  readonly entries: number
  /** As the event has them, to be told in words. */
  readonly before: unknown
  readonly after: unknown
}

/** `next`: what to pass as `below` for the page of older ones; null at the end. */
export type VersionPage = { readonly versions: readonly VersionRow[]; readonly next: number | null }

/** The versions below a number, newest first. */
export async function listVersions(
  db: Tx,
  owner: VersionOwner,
  { below, limit }: { below: number | null; limit: number },
): Promise<VersionPage> {
  const rows = await db.$queryRaw<Omit<VersionRow, 'label'>[]>`
    ${numbered(owner)}
    SELECT n.number, ${COLUMNS}
    FROM numbered n JOIN audit_event e ON e.id = n.id
    WHERE n.number < ${below ?? 2_147_483_647}::int ORDER BY n.number DESC LIMIT ${limit + 1}`
  const versions = rows.slice(0, limit).map(labelled)
  return { versions, next: rows.length > limit ? (versions.at(-1)?.number ?? null) : null }
}

/** Null when there is no such version. */
export async function findVersion(db: Tx, owner: VersionOwner, number: number): Promise<VersionRow | null> {
  const [row] = await db.$queryRaw<Omit<VersionRow, 'label'>[]>`
    ${numbered(owner)}
    SELECT n.number, ${COLUMNS} FROM numbered n JOIN audit_event e ON e.id = n.id
    WHERE n.number = ${number}::int`
  return row === undefined ? null : labelled(row)
}

/** Which of these events made a version, and its number, by the event's sequence. */
export async function versionNumbers(
  db: Tx,
  owner: VersionOwner,
  events: readonly bigint[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; number: number }[]>`
    ${numbered(owner)}
    SELECT id::text AS id, number FROM numbered WHERE id = ANY(${[...events]}::bigint[])`
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/**
 * Versions are counted in the order of their events, which is that in which the owner's row was locked. Of what was pruned from
 * the audit trail the count is kept, so a number stays what it is.
 */
function numbered(owner: VersionOwner): Prisma.Sql {
  return Prisma.sql`WITH numbered AS (
    SELECT id, (row_number() OVER (ORDER BY id))::int
      + coalesce((SELECT versions FROM audit_pruned WHERE subject_id = ${owner.id}::uuid), 0) AS number
    FROM audit_event WHERE ${isVersionOf(owner)})`
}

/** Which events made versions of a list. */
export function isVersionOf({ workspaceId, id }: VersionOwner): Prisma.Sql {
  return Prisma.sql`key_id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid
    AND action = ANY(${[...versionActions]}::text[])`
}

/** What an event tells, or the latest one before it that tells it. */
function told(value: (event: Prisma.Sql) => Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(${value(Prisma.sql`e`)}, (
    SELECT ${value(Prisma.sql`p`)} FROM numbered m JOIN audit_event p ON p.id = m.id
    WHERE m.number < n.number AND ${value(Prisma.sql`p`)} IS NOT NULL ORDER BY m.number DESC LIMIT 1))`
}

const COLUMNS = Prisma.sql`e.at, e.action, e.actor_label AS who, host(e.address) AS address, e.door, e.before, e.after,
  ${told((event) => Prisma.sql`${event}.after->>'accessMode'`)} AS "accessMode",
  coalesce(${told((event) => Prisma.sql`(${event}.after->'list'->>'entries')::int`)}, 0) AS entries`

function labelled(row: Omit<VersionRow, 'label'>): VersionRow {
  return { ...row, label: auditActionLabel(row.action) }
}
