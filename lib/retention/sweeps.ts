/** Removes what was kept for long enough, at most `AT_ONCE` rows at a time. */
export type Sweep = { readonly table: string; readonly statement: string }

/** Small enough to be done before anybody who waits for a connection would notice. */
export const AT_ONCE = 1_000

/** Days that something stays after its end, so that whoever looks for it still finds that it was there. */
export const keptAfterEnd = { sessions: 30, invitations: 30, passwordResets: 1 } as const

/** What nothing else removes, each by its own statement. The database's clock judges. */
export const sweeps: readonly Sweep[] = [
  {
    table: 'session',
    statement: deletion('session', ['id'], `least(ended_at, expires_at) < ${daysAgo(keptAfterEnd.sessions)}`),
  },
  {
    table: 'invitation',
    statement: deletion('invitation', ['id'], `expires_at < ${daysAgo(keptAfterEnd.invitations)}`),
  },
  {
    table: 'password_reset',
    statement: deletion('password_reset', ['user_id'], `expires_at < ${daysAgo(keptAfterEnd.passwordResets)}`),
  },
  {
    table: 'idempotent_answer',
    statement: deletion(
      'idempotent_answer',
      ['workspace_id', 'key', 'operation'],
      `created_at < now() - interval '24 hours'`,
    ),
  },
  {
    table: 'rate_window',
    // Milliseconds. An hour more, as rate-limiter-flexible leaves it: clocks of processes differ.
    statement: deletion('rate_window', ['key'], 'expire < (extract(epoch FROM now()) - 3600) * 1000'),
  },
]

function daysAgo(days: number): string {
  return `now() - interval '${days} days'`
}

/** What another process removes at the same time is left to it. */
function deletion(table: string, key: readonly string[], isOver: string): string {
  const columns = key.join(', ')
  return `/* retention */ DELETE FROM ${table} WHERE (${columns}) IN (
    SELECT ${columns} FROM ${table} WHERE ${isOver} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`
}
