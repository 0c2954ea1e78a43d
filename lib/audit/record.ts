import type { Tx } from '#lib/db'
import type { Prisma } from '#lib/generated/prisma/client'
import type { AuditAction } from './actions.ts'
import type { Actor, AnonymousActor } from './actor.ts'

export type { AuditAction } from './actions.ts'

export type Json = Prisma.InputJsonValue

export type AuditEntry = {
  actor: Actor | AnonymousActor
  action: AuditAction
  workspaceId: string | null
  keyId?: string
  before?: Json
  after?: Json
}

/** Adds an audit event inside the caller's transaction, so that neither the change nor its event exists alone. */
export async function record(tx: Tx, event: AuditEntry): Promise<void> {
  const { actor } = event
  await tx.auditEvent.create({
    data: {
      workspaceId: event.workspaceId,
      actorId: actor.kind === 'user' ? actor.userId : null,
      actorLabel: actor.label,
      action: event.action,
      keyId: event.keyId ?? null,
      address: actor.address,
      door: actor.door,
      requestId: actor.requestId,
      ...(event.before === undefined ? {} : { before: event.before }),
      ...(event.after === undefined ? {} : { after: event.after }),
    },
    select: { id: true },
  })
}
