import { flag, number, type SqlSource, text, time } from './sql-source.ts'

/** One row an entry: of a key, of a named list, or of a ceiling. */
export const entriesSource: SqlSource = {
  window: { table: 'allowlist_entry', column: 'id' },
  cursor: { sql: 'e.id', type: 'uuid', first: '00000000-0000-0000-0000-000000000000' },
  from: `allowlist_entry e JOIN workspace w ON w.id = e.workspace_id LEFT JOIN api_key k ON k.id = e.key_id
    LEFT JOIN network_list l ON l.id = e.list_id LEFT JOIN entry_match m ON m.entry_id = e.id`,
  columns: [
    text('entry_id', 'e.id'),
    text('workspace_id', 'e.workspace_id'),
    text('workspace', 'w.name'),
    text('key_id', 'e.key_id'),
    text('key_name', 'k.name'),
    text('list_id', 'e.list_id'),
    text('list_kind', 'l.kind'),
    text('list_name', 'l.name'),
    text('network', 'e.network'),
    text('note', 'e.note'),
    flag('enabled', 'e.enabled'),
    time('expires_at', 'e.expires_at'),
    flag('in_force', '(e.enabled AND (e.expires_at IS NULL OR e.expires_at > now()))'),
    text('source', 'e.source'),
    text('added_by', 'e.added_by'),
    time('added_at', 'e.added_at'),
    time('last_match_at', 'm.last_at'),
    number('matches', 'coalesce(m.count, 0)'),
  ],
}
