import { prisma, type Tx } from '#lib/db'
import { env } from '#lib/env'
import type { Head } from './chain.ts'
import { lastLink, readAnchor } from './chain-rows.ts'
import { isCheckpointRight, lastCheckpoint } from './checkpoint.ts'

/** How the trail stands, without going through it. */
export type ChainState = {
  /** Events that are there; together with `pruned` all that ever were. */
  readonly events: bigint
  readonly pruned: bigint
  readonly head: Head
  /** Null before the first. `isRight`: it was sealed here and its link is still there. */
  readonly checkpoint: { readonly position: bigint; readonly at: Date; readonly isRight: boolean } | null
  /** 0: everything is kept. */
  readonly retentionDays: number
}

export async function chainState(): Promise<ChainState> {
  const [anchor, head, last] = await Promise.all([readAnchor(prisma()), lastLink(prisma()), lastCheckpoint()])
  return {
    events: head.position - anchor.position,
    pruned: anchor.position,
    head,
    checkpoint: last && { position: last.position, at: last.at, isRight: await isCheckpointRight(last) },
    retentionDays: env().auditRetentionDays,
  }
}

/** What keeps the trail from being altered in the database that this process is connected to. */
export type Protection = {
  /** Of the database role; null: no longer there. */
  readonly triggers: boolean
  /**
   * `in_force`: the role is denied to alter or remove events, and cannot change that; `owner`: it is denied, but owns the tables and
   * could allow itself; `superuser`: rights do not bind it; `missing`: it may.
   */
  readonly rights: 'in_force' | 'owner' | 'superuser' | 'missing'
}

export async function protection(db: Tx = prisma()): Promise<Protection> {
  const [row] = await db.$queryRaw<{ triggers: bigint; superuser: boolean; owner: boolean; may: boolean }[]>`
    SELECT
      (SELECT count(*) FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND tgname IN (
        'audit_event_append_only', 'audit_event_pruned_only', 'audit_event_linked', 'audit_link_append_only',
        'audit_link_pruned_only', 'audit_checkpoint_append_only', 'audit_checkpoint_pruned_only',
        'audit_anchor_append_only', 'audit_anchor_moves_on')) AS triggers,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
      (SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'audit_event'::regclass) AS owner,
      (SELECT bool_or(has_table_privilege(current_user, t, 'UPDATE, DELETE, TRUNCATE'))
        FROM unnest(ARRAY['audit_event', 'audit_link', 'audit_checkpoint', 'audit_anchor']) AS t) AS may`
  if (row === undefined) throw new Error('the database tells nothing of its rights')
  return { triggers: row.triggers === TRIGGERS, rights: rightsOf(row) }
}

const TRIGGERS = 9n

function rightsOf({
  superuser,
  owner,
  may,
}: {
  superuser: boolean
  owner: boolean
  may: boolean
}): Protection['rights'] {
  if (superuser) return 'superuser'
  if (may) return 'missing'
  return owner ? 'owner' : 'in_force'
}
