import type { Tx } from '#lib/db'
import type { JsonRead } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import { queueMessages } from '#lib/webhooks/queue'
import { ITEMS_NAMED } from './detail.ts'
import { alertKinds, foldings } from './kinds.ts'
import { foldAlike, type NewAlert } from './new-alert.ts'

export type { NewAlert } from './new-alert.ts'

/**
 * Tells people of what happened, inside the caller's transaction, and queues the messages of webhooks that ask for it. What
 * happened before under the same fold is counted on the alert that is there, which is unread again if it had been read; what
 * somebody muted is not told.
 */
export async function raiseAlerts(tx: Tx, alerts: readonly NewAlert[]): Promise<void> {
  if (alerts.length === 0) return
  const raised = await tx.$queryRaw<{ id: string }[]>`/* prepared */ ${alertsInsert(alerts)}`
  await queueMessages(
    tx,
    raised.map(({ id }) => id),
  )
}

/** Whether anything could tell of a workspace's alerts, to be read with other things. */
export function watchedRead(workspaceId: string): JsonRead<boolean> {
  const sql = Prisma.sql`SELECT EXISTS (SELECT FROM webhook WHERE workspace_id = ${workspaceId}::uuid)`
  return { sql, read: (isWatched: boolean) => isWatched }
}

/** Raises alerts of a workspace that is not watched, to be written with other things. */
export function alertsInsert(alerts: readonly NewAlert[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO alert (id, workspace_id, kind, subject_id, fold, count, first_at, last_at, detail)
    SELECT gen_random_uuid(), n.workspace_id, n.kind, n.subject_id, n.fold, n.count, n.at, n.at, n.detail
    FROM (SELECT workspace_id, kind, subject_id, fold, count, coalesce(at, clock_timestamp()) AS at, detail
      FROM jsonb_to_recordset(${rowsOf(alerts)}::jsonb) AS sent (workspace_id uuid, kind alert_kind, subject_id uuid,
        fold text, count bigint, at timestamptz, detail jsonb)) AS n
    WHERE NOT EXISTS (SELECT 1 FROM alert_mute AS mute WHERE mute.workspace_id = n.workspace_id
      AND coalesce(mute.kind = n.kind, true) AND coalesce(mute.subject_id = n.subject_id, true))
    ORDER BY n.workspace_id, n.kind, n.fold
    ON CONFLICT (workspace_id, kind, fold) DO UPDATE SET
      count = alert.count + excluded.count,
      last_at = greatest(alert.last_at, excluded.last_at),
      read_at = CASE WHEN excluded.last_at > alert.read_at THEN NULL ELSE alert.read_at END,
      read_by = CASE WHEN excluded.last_at > alert.read_at THEN NULL ELSE alert.read_by END,
      detail = excluded.detail || ${items}
    WHERE NOT alert.kind = ANY(${once}::alert_kind[])
    RETURNING id::text AS id`
}

// The first few of both, in the order in which they came.
const items = Prisma.sql`(
  SELECT jsonb_build_object(
    'items', coalesce(jsonb_agg(item ORDER BY place) FILTER (WHERE place <= ${ITEMS_NAMED}::int), '[]'),
    'more', (alert.detail->>'more')::boolean OR (excluded.detail->>'more')::boolean OR count(*) > ${ITEMS_NAMED}::int)
  FROM (SELECT item, row_number() OVER (ORDER BY min(at)) AS place
    FROM jsonb_array_elements_text((alert.detail->'items') || (excluded.detail->'items')) WITH ORDINALITY AS listed (item, at)
    GROUP BY item) AS different)`

const once = alertKinds.filter((kind) => foldings[kind] === 'once')

function rowsOf(alerts: readonly NewAlert[]): string {
  return JSON.stringify(
    foldAlike(alerts).map(({ workspaceId, kind, subjectId, fold, count = 1, at, detail }) => ({
      ...{ workspace_id: workspaceId, kind, subject_id: subjectId, fold, count, at, detail },
    })),
  )
}
