import type { Tx } from '#lib/db'
import type { ChainedEvent, Head } from './chain.ts'

/** A link with its event; `event` is null when that is gone. */
export type LinkRow = Head & { readonly eventId: bigint; readonly event: ChainedEvent | null }

export type SealedRow = Head & { readonly seal: Uint8Array | null }

/** At most this many links, or as many as have these bytes as they are stored: a list of 10,000 entries is a long event. */
export type LinkLimits = { readonly links: number; readonly bytes: number }

/** The links from a position on. At least one, where there is one. */
export async function linkRows(tx: Tx, from: bigint, { links, bytes }: LinkLimits): Promise<LinkRow[]> {
  const rows = await tx.$queryRaw<Flat[]>`
    WITH sized AS (
      SELECT l.position, l.event_id, l.hash,
        sum(coalesce(pg_column_size(e.before), 0) + coalesce(pg_column_size(e.after), 0))
          OVER (ORDER BY l.position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM (SELECT * FROM audit_link WHERE position >= ${from}::bigint ORDER BY position LIMIT ${links}) l
      LEFT JOIN audit_event e ON e.id = l.event_id)
    SELECT s.position, s.event_id AS "eventId", encode(s.hash, 'hex') AS hash, e.id::text AS id,
      (extract(epoch FROM e.at) * 1000)::bigint::text AS at, e.workspace_id::text AS "workspaceId",
      e.actor_id::text AS "actorId", e.actor_label AS "actorLabel", e.staff_role AS "staffRole",
      e.token_id::text AS "tokenId", e.action, e.key_id::text AS "keyId", e.address::text AS address, e.door,
      e.request_id AS "requestId", e.before::text AS before, e.after::text AS after
    FROM sized s LEFT JOIN audit_event e ON e.id = s.event_id
    WHERE coalesce(s.before, 0) < ${bytes} ORDER BY s.position`
  return rows.map(({ position, eventId, hash, ...event }) => ({ position, eventId, hash, event: present(event) }))
}

type Flat = Head & { eventId: bigint } & (ChainedEvent | { id: null })

function present(event: Omit<Flat, 'position' | 'hash' | 'eventId'>): ChainedEvent | null {
  return event.id === null ? null : (event as ChainedEvent)
}

/** A link without its event; null when there is none. */
export async function findLink(tx: Tx, position: bigint): Promise<(Head & { eventId: bigint }) | null> {
  const [row] = await tx.$queryRaw<(Head & { eventId: bigint })[]>`
    SELECT position, encode(hash, 'hex') AS hash, event_id AS "eventId" FROM audit_link
    WHERE position = ${position}::bigint`
  return row ?? null
}

/** The newest link, or what the chain begins after while there is none. */
export async function lastLink(tx: Tx): Promise<Head> {
  const [row] = await tx.$queryRaw<Head[]>`
    SELECT position, encode(hash, 'hex') AS hash FROM audit_link ORDER BY position DESC LIMIT 1`
  return row ?? readAnchor(tx)
}

/** What the chain begins after. */
export async function readAnchor(tx: Tx): Promise<SealedRow> {
  const [row] = await tx.$queryRaw<SealedRow[]>`
    SELECT position, encode(hash, 'hex') AS hash, seal FROM audit_anchor WHERE id = 1`
  if (row === undefined) throw new Error('audit_anchor is empty')
  return row
}

/** Checkpoints between two positions, both included, in their order. */
export function checkpointRows(tx: Tx, from: bigint, to: bigint): Promise<SealedRow[]> {
  return tx.$queryRaw<SealedRow[]>`
    SELECT position, encode(hash, 'hex') AS hash, seal FROM audit_checkpoint
    WHERE position BETWEEN ${from}::bigint AND ${to}::bigint ORDER BY position LIMIT 10000`
}

/** The first checkpoint beyond a position. */
export async function checkpointBeyond(tx: Tx, position: bigint): Promise<SealedRow | null> {
  const [row] = await tx.$queryRaw<SealedRow[]>`
    SELECT position, encode(hash, 'hex') AS hash, seal FROM audit_checkpoint
    WHERE position > ${position}::bigint ORDER BY position LIMIT 1`
  return row ?? null
}

/** The first event with an id in this range that has no link. `to`: null for no end. */
export async function unlinkedEvent(
  tx: Tx,
  { from, to }: { from: bigint; to: bigint | null },
): Promise<{ id: bigint; at: Date } | null> {
  const [row] = await tx.$queryRaw<{ id: bigint; at: Date }[]>`
    SELECT e.id, e.at FROM audit_event e
    WHERE e.id BETWEEN ${from}::bigint AND coalesce(${to}::bigint, 9223372036854775807)
      AND NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)
    ORDER BY e.id LIMIT 1`
  return row ?? null
}
