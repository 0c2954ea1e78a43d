import { type Tx, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { Prisma } from '#lib/generated/prisma/client'
import { displayNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import { firstItems, ITEMS_NAMED, type Stage, type Subject } from './detail.ts'
import type { NewAlert } from './new-alert.ts'
import { raiseAlerts } from './raise.ts'

// Any number that nothing else in the product locks.
const EXPIRY_LOCK = 7_205_759_403

/** Alerts of one look; what is beyond comes with the next. */
const RAISED_AT_ONCE = 2_000

/** Tells of entries and keys that are about to expire. Any process may look, as often as it likes: nothing is told twice. */
export function lookForExpiries(): Promise<void> {
  return transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${EXPIRY_LOCK}::bigint) AS mine`
    if (lock?.mine === true) await raiseExpiring(tx, await databaseNow(tx))
  })
}

/** The same for a moment: what ends within seven days of it, and again what ends within 24 hours. */
export async function raiseExpiring(tx: Tx, now: Date): Promise<void> {
  const alerts = [...(await expiringEntries(tx, now)), ...(await expiringKeys(tx, now))]
  await raiseAlerts(tx, alerts)
}

type Expiring = {
  workspaceId: string
  subjectKind: Subject['kind']
  subjectId: string
  name: string
  fold: string
  stage: Stage
  expiresAt: Date
}

// Days of 24 hours, whatever the time zone. What was made within the last stage of its life is no news to who made it.
const STAGES = Prisma.sql`(VALUES ('1d', interval '0', interval '24 hours'), ('7d', interval '24 hours', interval '168 hours'))
  AS stage (name, after, up_to)`

/** Entries that end together are one alert: an import gives thousands the same end. */
async function expiringEntries(tx: Tx, now: Date): Promise<NewAlert[]> {
  const rows = await tx.$queryRaw<(Expiring & { networks: string[]; count: number })[]>`
    SELECT * FROM (
      SELECT e.workspace_id::text AS "workspaceId", CASE l.kind WHEN 'shared' THEN 'list' WHEN 'ceiling' THEN 'ceiling' ELSE 'key' END AS "subjectKind",
        coalesce(e.key_id, e.list_id)::text AS "subjectId", coalesce(k.name, l.name) AS name,
        coalesce(e.key_id, e.list_id) || ' ' || stage.name || ' ' || extract(epoch FROM e.expires_at) AS fold,
        stage.name AS stage, e.expires_at AS "expiresAt", count(*)::int AS count,
        (array_agg(host(e.network) || '/' || masklen(e.network) ORDER BY e.position))[1:${ITEMS_NAMED}::int] AS networks
      FROM ${STAGES} JOIN allowlist_entry e ON e.expires_at > ${now}::timestamptz + stage.after
          AND e.expires_at <= ${now}::timestamptz + stage.up_to AND e.added_at <= e.expires_at - stage.up_to
        LEFT JOIN api_key k ON k.id = e.key_id LEFT JOIN network_list l ON l.id = e.list_id
      WHERE e.enabled AND k.revoked_at IS NULL AND coalesce(k.expires_at > ${now}::timestamptz, true)
        AND coalesce(l.access_mode <> 'open', true)
      GROUP BY e.workspace_id, e.key_id, e.list_id, l.kind, k.name, l.name, stage.name, e.expires_at
    ) AS due WHERE ${untold('entry_expiring')} LIMIT ${RAISED_AT_ONCE}::int`
  return rows.map(({ networks, count, ...due }) => {
    const { items } = firstItems(networks.map(networkText))
    const detail = { subject: subjectOf(due), items, more: count > items.length, ...endOf(due) }
    return { kind: 'entry_expiring', ...placeOf(due), detail }
  })
}

async function expiringKeys(tx: Tx, now: Date): Promise<NewAlert[]> {
  const rows = await tx.$queryRaw<Expiring[]>`
    SELECT * FROM (
      SELECT k.workspace_id::text AS "workspaceId", 'key' AS "subjectKind", k.id::text AS "subjectId", k.name,
        k.id || ' ' || stage.name || ' ' || extract(epoch FROM k.expires_at) AS fold,
        stage.name AS stage, k.expires_at AS "expiresAt"
      FROM ${STAGES} JOIN api_key k ON k.expires_at > ${now}::timestamptz + stage.after
        AND k.expires_at <= ${now}::timestamptz + stage.up_to AND k.created_at <= k.expires_at - stage.up_to
      WHERE k.revoked_at IS NULL
    ) AS due WHERE ${untold('key_expiring')} LIMIT ${RAISED_AT_ONCE}::int`
  return rows.map((due) => ({
    kind: 'key_expiring',
    ...placeOf(due),
    detail: { subject: subjectOf(due), items: [], more: false, ...endOf(due) },
  }))
}

function untold(kind: 'entry_expiring' | 'key_expiring'): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM alert WHERE alert.workspace_id = due."workspaceId"::uuid
    AND alert.kind = ${kind}::alert_kind AND alert.fold = due.fold)`
}

const placeOf = ({ workspaceId, subjectId, fold }: Expiring) => ({ workspaceId, subjectId, fold })
const subjectOf = ({ subjectKind, subjectId, name }: Expiring): Subject => ({ kind: subjectKind, id: subjectId, name })
const endOf = ({ stage, expiresAt }: Expiring) => ({ stage, expiresAt: expiresAt.toISOString() })

function networkText(stored: string): string {
  const network = parseCanonicalNetwork(stored)
  return network === null ? stored : displayNetwork(network)
}
