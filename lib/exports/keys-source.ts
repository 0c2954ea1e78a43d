import { flag, number, type SqlSource, text, time } from './sql-source.ts'

/** One row a key. */
export const keysSource: SqlSource = {
  window: { table: 'key_profile', column: 'key_id' },
  cursor: { sql: 'p.key_id', type: 'uuid', first: '00000000-0000-0000-0000-000000000000' },
  from: `key_profile p JOIN api_key k ON k.id = p.key_id JOIN workspace w ON w.id = p.workspace_id
    LEFT JOIN user_account u ON u.id = p.owner_id`,
  columns: [
    text('key_id', 'p.key_id'),
    text('workspace_id', 'p.workspace_id'),
    text('workspace', 'w.name'),
    text('name', 'k.name'),
    text('kind', 'k.kind'),
    text('key_hint', "(k.display_prefix || '…' || k.last_four)"),
    text('owner', 'u.email'),
    text('actor_id', 'k.actor_id'),
    text('access_mode', 'p.access_mode'),
    text(
      'status',
      `CASE WHEN k.revoked_at <= now() THEN 'revoked' WHEN k.expires_at <= now() THEN 'expired'
        WHEN k.paused_at IS NOT NULL THEN 'paused' ELSE 'active' END`,
    ),
    time('created_at', 'p.created_at'),
    time('expires_at', 'k.expires_at'),
    time('revoked_at', 'k.revoked_at'),
    time('paused_at', 'k.paused_at'),
    number('entries', 'p.entries'),
    number('own_entries', 'p.own_entries'),
    number('named_lists', 'p.lists'),
    number('entries_in_force', 'p.in_force'),
    number('addresses', 'p.addresses'),
    number('widest_v4', 'p.widest_v4'),
    number('widest_v6', 'p.widest_v6'),
    flag('any_address', 'p.any_address'),
    flag('private_ranges', 'p.private'),
    flag('reserved_ranges', 'p.reserved'),
    number('expired_entries', 'p.expired'),
    time('next_entry_expiry', 'p.next_expiry'),
    number('entries_without_note', 'p.unnoted'),
    number('entries_never_matched', 'p.unmatched'),
    time('last_used_at', 'p.last_used_at'),
    number('refused_last_day', 'p.refused_day'),
  ],
}
