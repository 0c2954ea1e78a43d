import { entriesJson, type JsonEntry, readJsonEntries } from '#lib/allowlists/json-entries'
import type { ListedEntry } from '#lib/allowlists/listed-entry'
import type { ListSubject } from '#lib/allowlists/subject'
import type { Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { Prisma } from '#lib/generated/prisma/client'
import { isKeyId } from '#lib/keys/key-resource'

/** A named list or ceiling as programs see it. `now` is the database's time, by which its entries are in force. */
export type ListResource = ListSubject & {
  readonly kind: 'shared' | 'ceiling'
  readonly description: string | null
  /** How many keys use it that are not revoked; of a ceiling none. */
  readonly keyCount: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly entries: readonly ListedEntry[]
}

/** A named list of a workspace; null for one of another exactly as for one that does not exist. */
export async function readListResource(db: Tx, workspaceId: string, listId: string): Promise<ListResource | null> {
  if (!isKeyId(listId)) return null
  return readOne(db, Prisma.sql`l.workspace_id = ${workspaceId}::uuid AND l.kind = 'shared' AND l.id = ${listId}::uuid`)
}

/** The ceiling of a workspace; one that is off and empty while nobody has set it up. */
export async function readCeilingResource(db: Tx, workspaceId: string): Promise<ListResource> {
  const ceiling = await readOne(db, Prisma.sql`l.workspace_id = ${workspaceId}::uuid AND l.kind = 'ceiling'`)
  return ceiling ?? { ...NO_CEILING, workspaceId, now: await databaseNow(db) }
}

const NO_CEILING = {
  kind: 'ceiling',
  id: '00000000-0000-0000-0000-000000000000',
  name: 'Ceiling',
  description: null,
  version: 1,
  accessMode: 'open',
  keyCount: 0,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  entries: [],
} as const

type Row = Omit<ListResource, 'entries'> & { entries: JsonEntry[] | null }

async function readOne(db: Tx, which: Prisma.Sql): Promise<ListResource | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT l.kind::text AS kind, l.id::text AS id, l.workspace_id::text AS "workspaceId", l.name, l.description, l.version,
      l.access_mode::text AS "accessMode", l.created_at AS "createdAt", l.updated_at AS "updatedAt",
      clock_timestamp() AS now, (${entriesJson(Prisma.sql`e.list_id = l.id`)}) AS entries,
      (SELECT count(*)::int FROM key_list used JOIN api_key k ON k.id = used.key_id
        WHERE used.list_id = l.id AND (k.revoked_at IS NULL OR k.revoked_at > now())) AS "keyCount"
    FROM network_list l WHERE ${which}`
  return row === undefined ? null : { ...row, entries: readJsonEntries(row.entries) }
}
