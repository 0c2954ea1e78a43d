import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import type { AuditAction } from './actions.ts'
import type { AnonymousActor, KeyActor, OperatorActor, StaffActor, SystemActor } from './actor.ts'

export type { AuditAction } from './actions.ts'

export type Json = Prisma.InputJsonValue

export type AuditEntry = {
  actor: KeyActor | StaffActor | AnonymousActor | OperatorActor | SystemActor
  action: AuditAction
  workspaceId: string | null
  /** Of the key or management token that it is about; ids are unique across both. */
  keyId?: string
  before?: Json
  after?: Json
}

/** Adds an audit event inside the caller's transaction, so that neither the change nor its event exists alone. */
export async function record(tx: Tx, event: AuditEntry): Promise<void> {
  await tx.$executeRaw(eventInsert(event))
}

/** The same, to be written with the change itself. */
export function eventInsert(event: AuditEntry): Prisma.Sql {
  const row = rowOf(event)
  return Prisma.sql`
    INSERT INTO audit_event (workspace_id, actor_id, actor_label, staff_role, token_id, action, key_id, address, door, request_id,
      before, after)
    VALUES (${row.workspaceId}::uuid, ${row.actorId}::uuid, ${row.actorLabel}, ${row.staffRole}, ${row.tokenId}::uuid,
      ${row.action}, ${row.keyId}::uuid, ${row.address}::inet, ${row.door}, ${row.requestId}, ${jsonOf(row.before)}::jsonb,
      ${jsonOf(row.after)}::jsonb)`
}

const jsonOf = (value: Json | undefined) => (value === undefined ? null : JSON.stringify(value))

/** The same for many events, in their order. */
export async function recordAll(tx: Tx, events: readonly AuditEntry[]): Promise<void> {
  await tx.auditEvent.createMany({ data: events.map(rowOf) })
}

function rowOf({ actor, action, workspaceId, keyId, before, after }: AuditEntry) {
  return {
    workspaceId,
    actorId: actorIdOf(actor),
    actorLabel: actor.label,
    staffRole: actor.kind === 'staff' ? actor.role : null,
    tokenId: actor.kind === 'staff' ? actor.tokenId : null,
    action,
    keyId: keyId ?? null,
    address: actor.address,
    door: actor.door,
    requestId: actor.requestId,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}

function actorIdOf(actor: AuditEntry['actor']): string | null {
  if (actor.kind === 'user' || actor.kind === 'staff') return actor.userId
  return actor.kind === 'token' ? actor.tokenId : null
}
