import type { Tx } from '#lib/db'
import { formatNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import type { ListEntry } from './allowed-ips.ts'
import type { EntryChanges, PlacedEntry, StoredEntry } from './entry-changes.ts'

type Owner = { workspaceId: string; keyId: string; userId: string | null }

/** The whole list in its owner's order. Raw, because PostgreSQL prints a single address without its prefix. */
export async function storedEntries(tx: Tx, keyId: string): Promise<StoredEntry[]> {
  const rows = await tx.$queryRaw<StoredEntry[]>`
    SELECT id::text AS id, host(network) || '/' || masklen(network) AS network, note, position, written, enabled,
      expires_at AS "expiresAt"
    FROM allowlist_entry WHERE key_id = ${keyId}::uuid ORDER BY position, network`
  return rows.map((row) => ({ ...row, network: ownText(row.network) }))
}

/** PostgreSQL writes the last half of an address below ::/96 with dots, which RFC 5952 §5 does for mapped ones only. */
function ownText(text: string): string {
  if (!text.startsWith('::') || !text.includes('.')) return text
  const network = parseCanonicalNetwork(text)
  return network === null ? text : formatNetwork(network)
}

/** Stored entries as the parser knows them. What cannot be read was not written by us: it stops the caller. */
export function readEntries(stored: readonly Pick<StoredEntry, 'network' | 'note'>[]): ListEntry[] {
  return stored.map(({ network: text, note }) => {
    const network = parseCanonicalNetwork(text)
    if (network === null) throw new Error('a stored network is not in canonical form')
    return { network, note }
  })
}

/**
 * Writes the difference of two lists, each kind of change in one statement. Additions go first: they are the slow part, and
 * the change clock, which all changes wait for, is taken when the first statement ends.
 */
export async function writeEntries(tx: Tx, owner: Owner, changes: EntryChanges): Promise<void> {
  if (changes.added.length > 0) await insertEntries(tx, owner, changes.added)
  if (changes.altered.length > 0) await alterEntries(tx, changes.altered)
  if (changes.removed.length > 0) await deleteEntries(tx, changes.removed)
}

// An empty text stands for none in these arrays; a stored note or spelling is never empty.
const notesOf = (entries: readonly PlacedEntry[]) => entries.map((entry) => entry.note ?? '')
const spellingsOf = (entries: readonly PlacedEntry[]) => entries.map((entry) => entry.written ?? '')
const positionsOf = (entries: readonly PlacedEntry[]) => entries.map((entry) => entry.position)

async function insertEntries(tx: Tx, owner: Owner, entries: readonly PlacedEntry[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position, note, written, added_by_id)
    SELECT gen_random_uuid(), ${owner.workspaceId}::uuid, ${owner.keyId}::uuid, network::inet, position, nullif(note, ''),
      nullif(written, ''), ${owner.userId}::uuid
    FROM unnest(${entries.map((entry) => entry.network)}::text[], ${positionsOf(entries)}::int[],
      ${notesOf(entries)}::text[], ${spellingsOf(entries)}::text[]) AS entry (network, position, note, written)`
}

async function alterEntries(tx: Tx, entries: readonly StoredEntry[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE allowlist_entry AS stored SET position = entry.position, note = nullif(entry.note, ''),
      written = nullif(entry.written, '')
    FROM unnest(${entries.map((entry) => entry.id)}::uuid[], ${positionsOf(entries)}::int[], ${notesOf(entries)}::text[],
      ${spellingsOf(entries)}::text[]) AS entry (id, position, note, written)
    WHERE stored.id = entry.id`
}

async function deleteEntries(tx: Tx, entries: readonly StoredEntry[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM allowlist_entry WHERE id = ANY(${entries.map((entry) => entry.id)}::uuid[])`
}
