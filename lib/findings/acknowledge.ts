import { randomUUID } from 'node:crypto'
import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { ok, type Result, refuse } from '#lib/errors'
import { mayAct, type StaffRefusal } from '#lib/staff-acts/lock-key'
import { type AcknowledgeInput, MOST_DAYS, type ReopenInput } from './schema.ts'

const DAY_MS = 86_400_000

export type AcknowledgeRefusal = StaffRefusal | 'invalid_until'

/** Leaves a key, or all keys of a workspace, out of a finding until a day is over. Another time takes the place of the first. */
export function acknowledge(
  actor: StaffActor,
  input: AcknowledgeInput,
): Promise<Result<{ until: Date }, AcknowledgeRefusal>> {
  return transaction(async (tx) => {
    const may = mayAct(actor, input.reason)
    if (!may.ok) return may
    const until = new Date(Date.parse(`${input.until}T00:00:00Z`) + DAY_MS)
    const aheadMs = until.getTime() - (await databaseNow(tx)).getTime()
    if (!(aheadMs > 0)) return refuse('invalid_until', 'This day is over. Choose today or a later one.')
    if (aheadMs > (MOST_DAYS + 1) * DAY_MS) return refuse('invalid_until', 'Choose a day within a year.')
    if (!(await isThere(tx, input))) return refuse('not_found', 'This key or workspace is no longer there.')
    await write(tx, actor, { ...input, until })
    return ok({ until })
  })
}

async function write(
  tx: Tx,
  actor: StaffActor,
  input: Omit<AcknowledgeInput, 'until'> & { until: Date },
): Promise<void> {
  const { rule, workspaceId, keyId, reason, until } = input
  await tx.$executeRaw`
    INSERT INTO finding_acknowledgement (id, rule, workspace_id, key_id, reason, until, acknowledged_by, acknowledged_at)
    VALUES (${randomUUID()}::uuid, ${rule}, ${workspaceId}::uuid, ${keyId}::uuid, ${reason}, ${until}, ${actor.label}, clock_timestamp())
    ON CONFLICT (rule, workspace_id, key_id) DO UPDATE SET reason = excluded.reason, until = excluded.until,
      acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at`
  await record(tx, {
    ...{ actor, action: 'finding.acknowledge', workspaceId },
    ...(keyId === null ? {} : { keyId }),
    after: { finding: rule, reason, until: until.toISOString() },
  })
}

/** The key belongs to the workspace that is named with it. */
async function isThere(tx: Tx, { workspaceId, keyId }: AcknowledgeInput): Promise<boolean> {
  const found =
    keyId === null
      ? await tx.workspace.findUnique({ where: { id: workspaceId }, select: { id: true } })
      : await tx.apiKey.findFirst({ where: { id: keyId, workspaceId }, select: { id: true } })
  return found !== null
}

/** Brings a finding back that was acknowledged. */
export function reopen(actor: StaffActor, { id }: ReopenInput): Promise<Result<null, AcknowledgeRefusal>> {
  return transaction(async (tx) => {
    const may = mayAct(actor, '')
    if (!may.ok) return may
    const rows = await tx.$queryRaw<
      { rule: string; workspaceId: string; keyId: string | null; reason: string; until: Date }[]
    >`
      DELETE FROM finding_acknowledgement WHERE id = ${id}::uuid
      RETURNING rule, workspace_id::text AS "workspaceId", key_id::text AS "keyId", reason, until`
    const [gone] = rows
    if (gone === undefined) return refuse('not_found', 'Somebody else reopened this already.')
    const { rule, workspaceId, keyId, reason, until } = gone
    await record(tx, {
      ...{ actor, action: 'finding.reopen', workspaceId },
      ...(keyId === null ? {} : { keyId }),
      before: { finding: rule, reason, until: until.toISOString() },
      after: { finding: rule },
    })
    return ok(null)
  })
}
