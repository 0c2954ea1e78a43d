import { pool } from '#lib/db'

/** A message that is this process's to send, until the lease is over. `now`: the database's time of the claim. */
export type Claimed = {
  id: string
  workspaceId: string
  webhookId: string
  type: string
  payload: unknown
  /** This one included. */
  attempts: number
  url: string
  sealedSecret: Uint8Array
  now: Date
}

/** Six times what an attempt may take: a process that dies gives its messages back by itself. */
const LEASE_SECONDS = 60

/** Messages of one webhook that are under way at once; one that hangs must not hold up the others. */
export const AT_ONCE_PER_WEBHOOK = 2

/*
 * A claimed row is due again only when its lease is over, so no other process takes it. `candidate` ranks without locks;
 * `due` locks and, should another have been faster, sees the row as that one left it.
 */
const CLAIM = `
  WITH candidate AS (
    SELECT id FROM (
      SELECT d.id, d.next_attempt_at, row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.next_attempt_at, d.id) AS place
      FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
      WHERE d.next_attempt_at <= clock_timestamp() AND w.disabled_at IS NULL AND NOT d.webhook_id = ANY($2::uuid[])) AS ranked
    WHERE place <= ${AT_ONCE_PER_WEBHOOK} ORDER BY next_attempt_at LIMIT $1
  ), due AS (
    SELECT d.id FROM webhook_delivery d JOIN candidate USING (id) WHERE d.next_attempt_at <= clock_timestamp()
    ORDER BY d.id FOR UPDATE OF d SKIP LOCKED
  )
  UPDATE webhook_delivery d SET attempts = d.attempts + 1,
    next_attempt_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
  FROM due, webhook w WHERE d.id = due.id AND w.id = d.webhook_id
  RETURNING d.id::text AS id, d.workspace_id::text AS "workspaceId", d.webhook_id::text AS "webhookId", d.type, d.payload,
    d.attempts, w.url, w.sealed_secret AS "sealedSecret", clock_timestamp() AS now`

/** Takes messages that are due. `busy`: webhooks that have enough under way in this process. */
export async function claimDeliveries(most: number, busy: readonly string[]): Promise<Claimed[]> {
  const { rows } = await pool().query<Claimed>(CLAIM, [most, busy])
  return rows
}
