import { json, type SqlSource, text, time } from './sql-source.ts'

/** One row an event of the audit trail. */
export const eventsSource: SqlSource = {
  window: { table: 'audit_event', column: 'id' },
  cursor: { sql: 'e.id', type: 'bigint', first: '0' },
  from: 'audit_event e',
  columns: [
    text('event_id', 'e.id'),
    time('at', 'e.at'),
    text('action', 'e.action'),
    text('actor', 'e.actor_label'),
    text('actor_id', 'e.actor_id'),
    text('staff_role', 'e.staff_role'),
    text('token_id', 'e.token_id'),
    text('workspace_id', 'e.workspace_id'),
    text('key_id', 'e.key_id'),
    text('address', 'host(e.address)'),
    text('door', 'e.door'),
    text('request_id', 'e.request_id'),
    json('before', 'e.before'),
    json('after', 'e.after'),
  ],
}
