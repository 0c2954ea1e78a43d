import type { Tx } from '#lib/db'
import { dateOrNull, type JsonRead, readTogether, writeTogether } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import { formatNetwork, type Network, parseCanonicalNetwork, storedNetwork } from '#lib/ip/network'
import type { EntryChanges, PlacedEntry, StoredEntry } from './entry-changes.ts'
import type { ListSubject } from './subject.ts'

type Owner = Pick<ListSubject, 'kind' | 'id'>

/** Who adds: the account where there is one, and what audit events call them. */
export type EntryAuthor = { readonly userId: string | null; readonly label: string }

/** The column that says whose entry it is. */
function ownerColumn({ kind }: Owner): Prisma.Sql {
  return kind === 'key' ? Prisma.sql`key_id` : Prisma.sql`list_id`
}

/** The whole list in its owner's order. */
export async function storedEntries(tx: Tx, owner: Owner): Promise<StoredEntry[]> {
  return (await readTogether(tx, { stored: storedEntriesRead(owner) })).stored
}

/** The same, to be read with other things. PostgreSQL prints a single address without its prefix, so that is put together. */
export function storedEntriesRead(owner: Owner): JsonRead<StoredEntry[]> {
  return {
    // Arrays, because a list may have ten thousand.
    sql: Prisma.sql`
      SELECT json_agg(json_build_array(id, host(network) || '/' || masklen(network), note, position, written, enabled, source,
        expires_at, added_by, added_at) ORDER BY position, network)
      FROM allowlist_entry WHERE ${ownerColumn(owner)} = ${owner.id}::uuid`,
    read: (entries: readonly StoredJson[] | null) => (entries ?? []).map(storedEntry),
  }
}

type StoredJson = readonly [
  id: string,
  network: string,
  note: string | null,
  position: number,
  written: string | null,
  enabled: boolean,
  source: string | null,
  expiresAt: string | null,
  addedBy: string | null,
  addedAt: string,
]

function storedEntry(json: StoredJson): StoredEntry {
  const [id, network, note, position, written, enabled, source, expiresAt, addedBy, addedAt] = json
  const times = { expiresAt: dateOrNull(expiresAt), addedAt: new Date(addedAt) }
  return { id, network: ownText(network), note, position, written, enabled, source, addedBy, ...times }
}

/** PostgreSQL writes the last half of an address below ::/96 with dots, which RFC 5952 §5 does for mapped ones only. */
export function ownText(text: string): string {
  if (!text.startsWith('::') || !text.includes('.')) return text
  const network = parseCanonicalNetwork(text)
  return network === null ? text : formatNetwork(network)
}

/** A stored entry with its network read; `text` is that network as it is stored. */
export type ReadEntry = Pick<PlacedEntry, 'note' | 'enabled' | 'expiresAt'> & {
  readonly network: Network
  readonly text: string
}

/** Reads the networks of stored entries. What cannot be read was not written by us: it stops the caller. */
export function readEntries(
  stored: readonly Pick<PlacedEntry, 'network' | 'note' | 'enabled' | 'expiresAt'>[],
): ReadEntry[] {
  return stored.map(({ network: text, note, enabled, expiresAt }) => {
    const network = storedNetwork(text)
    return { network, text, note, enabled, expiresAt }
  })
}

type Writing = { readonly owner: Owner & Pick<ListSubject, 'workspaceId'>; readonly author: EntryAuthor }

/** Writes the difference of two lists. */
export function writeEntries(tx: Tx, writing: Writing, changes: EntryChanges): Promise<void> {
  return writeTogether(tx, entryWrites(writing, changes))
}

/** The same, to be written with other things. */
export function entryWrites(writing: Writing, { added, altered, removed }: EntryChanges): Prisma.Sql[] {
  return [
    ...(added.length > 0 ? [insertEntries(writing, added)] : []),
    ...(altered.length > 0 ? [alterEntries(altered)] : []),
    ...(removed.length > 0 ? [deleteEntries(removed)] : []),
  ]
}

// One text that PostgreSQL unfolds into rows: an array for each column would be taken apart and put together three times on the way.
const COLUMNS = Prisma.sql`network inet, position int, note text, written text, enabled boolean, "expiresAt" timestamptz, source text`

function insertEntries({ owner, author }: Writing, entries: readonly PlacedEntry[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO allowlist_entry (id, workspace_id, ${ownerColumn(owner)}, network, position, note, written, enabled, expires_at,
      source, added_by_id, added_by)
    SELECT gatelist_entry_id(), ${owner.workspaceId}::uuid, ${owner.id}::uuid, network, position, nullif(note, ''),
      nullif(written, ''), enabled, "expiresAt", nullif(source, ''), ${author.userId}::uuid, ${author.label}
    FROM json_to_recordset(${JSON.stringify(entries)}::json) AS entry (${COLUMNS})`
}

function alterEntries(entries: readonly StoredEntry[]): Prisma.Sql {
  return Prisma.sql`
    UPDATE allowlist_entry AS stored SET position = entry.position, note = nullif(entry.note, ''),
      written = nullif(entry.written, ''), enabled = entry.enabled, expires_at = entry."expiresAt",
      source = nullif(entry.source, '')
    FROM json_to_recordset(${JSON.stringify(entries)}::json) AS entry (id uuid, ${COLUMNS})
    WHERE stored.id = entry.id`
}

function deleteEntries(entries: readonly StoredEntry[]): Prisma.Sql {
  return Prisma.sql`DELETE FROM allowlist_entry WHERE id = ANY(${entries.map((entry) => entry.id)}::uuid[])`
}
