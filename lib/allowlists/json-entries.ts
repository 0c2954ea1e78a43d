import { Prisma } from '#lib/generated/prisma/client'
import { storedNetwork } from '#lib/ip/network'
import type { ListedEntry } from './listed-entry.ts'

/** Entries as one JSON value, to be read beside other columns in one statement, which is one snapshot. Null when there are none. */
export function entriesJson(whose: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT json_agg(json_build_object('id', e.id, 'network', host(e.network) || '/' || masklen(e.network), 'written', e.written,
      'note', e.note, 'enabled', e.enabled, 'expiresAt', e.expires_at, 'source', e.source, 'addedBy', e.added_by,
      'addedAt', e.added_at, 'match', CASE WHEN m.entry_id IS NOT NULL THEN json_build_object('lastAt', m.last_at,
        'count', m.count, 'lastAddress', abbrev(m.last_address)) END) ORDER BY e.position, e.network)
    FROM allowlist_entry e LEFT JOIN entry_match m ON m.entry_id = e.id WHERE ${whose}`
}

export type JsonEntry = Omit<ListedEntry, 'network' | 'expiresAt' | 'addedAt' | 'match'> & {
  network: string
  expiresAt: string | null
  addedAt: string
  match: { lastAt: string; count: number; lastAddress: string | null } | null
}

export function readJsonEntries(entries: readonly JsonEntry[] | null): ListedEntry[] {
  return (entries ?? []).map(readJsonEntry)
}

// Field by field: a rest and a spread for each of 10,000 entries are most of what reading a long list costs.
function readJsonEntry(entry: JsonEntry): ListedEntry {
  const { id, written, note, enabled, source, addedBy, expiresAt, addedAt, match } = entry
  const network = storedNetwork(entry.network)
  return {
    ...{ id, network, written, note, enabled, source, addedBy },
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    addedAt: new Date(addedAt),
    match: match === null ? null : { ...match, lastAt: new Date(match.lastAt) },
  }
}
