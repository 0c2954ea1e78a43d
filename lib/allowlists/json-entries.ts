import { Prisma } from '#lib/generated/prisma/client'
import { storedNetwork } from '#lib/ip/network'
import type { ListedEntry } from './listed-entry.ts'

/**
 * Entries as one JSON value, to be read beside other columns in one statement, which is one snapshot. Null when there are none. Each is an
 * array: the names of twelve members would be more than what 10,000 entries hold.
 */
export function entriesJson(whose: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT json_agg(json_build_array(e.id, host(e.network) || '/' || masklen(e.network), e.written, e.note, e.enabled, e.expires_at,
      e.source, e.added_by, e.added_at, CASE WHEN m.entry_id IS NOT NULL THEN json_build_object('lastAt', m.last_at,
        'count', m.count, 'lastAddress', abbrev(m.last_address)) END) ORDER BY e.position, e.network)
    FROM allowlist_entry e LEFT JOIN entry_match m ON m.entry_id = e.id WHERE ${whose}`
}

export type JsonEntry = readonly [
  id: string,
  network: string,
  written: string | null,
  note: string | null,
  enabled: boolean,
  expiresAt: string | null,
  source: string | null,
  addedBy: string | null,
  addedAt: string,
  match: { lastAt: string; count: number; lastAddress: string | null } | null,
]

export function readJsonEntries(entries: readonly JsonEntry[] | null): ListedEntry[] {
  return (entries ?? []).map(readJsonEntry)
}

// Field by field: spreads for each of 10,000 entries were most of what reading a long list cost.
function readJsonEntry(entry: JsonEntry): ListedEntry {
  const [id, network, written, note, enabled, expiresAt, source, addedBy, addedAt, match] = entry
  return {
    id,
    network: storedNetwork(network),
    written,
    note,
    enabled,
    source,
    addedBy,
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    addedAt: new Date(addedAt),
    match: match === null ? null : { ...match, lastAt: new Date(match.lastAt) },
  }
}
