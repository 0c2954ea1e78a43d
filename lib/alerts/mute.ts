import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { mayMute } from './rules.ts'
import type { MuteInput } from './schema.ts'

export type MuteRefusal = 'not_found' | 'forbidden'

type Scope = { kind: string | null; subjectId: string | null }

/** From now on alerts of this kind, of this key, list or webhook, or both, are not raised. Muting twice is muting once. */
export function mute(actor: Actor, scope: MuteInput): Promise<Result<{ name: string | null }, MuteRefusal>> {
  return transaction(async (tx) => {
    const admitted = await admit(tx, actor, scope.subjectId)
    if (!admitted.ok) return admitted
    const { workspaceId, label } = actor
    const made = await tx.$executeRaw`
      INSERT INTO alert_mute (id, workspace_id, kind, subject_id, muted_by, muted_at)
      VALUES (gen_random_uuid(), ${workspaceId}::uuid, ${scope.kind}::alert_kind, ${scope.subjectId}::uuid, ${label},
        clock_timestamp())
      ON CONFLICT (workspace_id, kind, subject_id) DO NOTHING`
    if (made > 0) await recordMute(tx, actor, { action: 'alert.mute', scope, name: admitted.value })
    return ok({ name: admitted.value })
  })
}

/** Takes a mute back; what happened meanwhile is not told afterwards. */
export function unmute(actor: Actor, { muteId }: { muteId: string }): Promise<Result<null, MuteRefusal>> {
  return transaction(async (tx) => {
    const [found] = await tx.$queryRaw<Scope[]>`
      SELECT kind::text AS kind, subject_id::text AS "subjectId" FROM alert_mute
      WHERE id = ${muteId}::uuid AND workspace_id = ${actor.workspaceId}::uuid FOR UPDATE`
    if (found === undefined) return refuse('not_found', 'This is not muted any more.')
    const subject = await subjectOf(tx, actor.workspaceId, found.subjectId)
    if (!mayMute(actor, subject?.kind === 'key' ? subject : null)) return forbidden
    await tx.$executeRaw`DELETE FROM alert_mute WHERE id = ${muteId}::uuid`
    await recordMute(tx, actor, { action: 'alert.unmute', scope: found, name: subject?.name ?? null })
    return ok(null)
  })
}

const forbidden = refuse('forbidden', 'Only owners and admins can do this; for a key, also the person who created it.')

/** The name of the subject, if the actor may mute it. */
async function admit(tx: Tx, actor: Actor, subjectId: string | null): Promise<Result<string | null, MuteRefusal>> {
  const subject = await subjectOf(tx, actor.workspaceId, subjectId)
  if (subjectId !== null && subject === null) return refuse('not_found', 'This does not exist any more.')
  return mayMute(actor, subject?.kind === 'key' ? subject : null) ? ok(subject?.name ?? null) : forbidden
}

type MutedSubject = { kind: 'key' | 'list' | 'webhook'; name: string; createdById: string | null }

async function subjectOf(tx: Tx, workspaceId: string, subjectId: string | null): Promise<MutedSubject | null> {
  if (subjectId === null) return null
  const [found] = await tx.$queryRaw<MutedSubject[]>`
    SELECT 'key' AS kind, name, created_by_id::text AS "createdById" FROM api_key
      WHERE id = ${subjectId}::uuid AND workspace_id = ${workspaceId}::uuid
    UNION ALL SELECT 'list', name, NULL FROM network_list
      WHERE id = ${subjectId}::uuid AND workspace_id = ${workspaceId}::uuid
    UNION ALL SELECT 'webhook', coalesce(description, url), NULL FROM webhook
      WHERE id = ${subjectId}::uuid AND workspace_id = ${workspaceId}::uuid`
  return found ?? null
}

type Muting = { action: 'alert.mute' | 'alert.unmute'; scope: Scope; name: string | null }

function recordMute(tx: Tx, actor: Actor, { action, scope, name }: Muting): Promise<void> {
  const what = { kind: scope.kind, name }
  const { workspaceId } = actor
  return record(tx, {
    ...{ actor, action, workspaceId },
    ...(scope.subjectId === null ? {} : { keyId: scope.subjectId }),
    ...(action === 'alert.mute' ? { after: what } : { before: what }),
  })
}
