import type { Tx } from '#lib/db'
import { AdminProblem } from './problem.ts'

/** An answer as it is kept: without a secret. `body: null` is an empty one. */
export type StoredAnswer = {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: object | null
}

/** One operation under one key, in one workspace. */
export type Slot = {
  readonly workspaceId: string
  readonly key: string
  /** Digest of method, path and query: the same key may be used for another operation, to rotate what it made. */
  readonly operation: string
  readonly bodyDigest: Uint8Array
}

export const replayHeader = 'Idempotency-Replayed'

const KEPT = '24 hours'
/** Swept at each write, so that the table needs no keeper. */
const SWEPT_AT_ONCE = 50

/**
 * Takes the slot for this transaction. Who comes with the same one meanwhile waits until it is over.
 *
 * @returns what was answered before, or null when this is the first time. Throws AdminProblem when it was for another body.
 */
export async function claim(tx: Tx, { workspaceId, key, operation, bodyDigest }: Slot): Promise<StoredAnswer | null> {
  await tx.$executeRaw`
    DELETE FROM idempotent_answer WHERE (workspace_id, key, operation) IN (
      SELECT workspace_id, key, operation FROM idempotent_answer
      WHERE created_at < now() - ${KEPT}::interval LIMIT ${SWEPT_AT_ONCE} FOR UPDATE SKIP LOCKED)`
  const claimed = await tx.$executeRaw`
    INSERT INTO idempotent_answer AS kept (workspace_id, key, operation, body_digest, status, headers, body)
    VALUES (${workspaceId}::uuid, ${key}, ${operation}, ${Buffer.from(bodyDigest)}, 0, '[]', 'null')
    ON CONFLICT (workspace_id, key, operation) DO UPDATE SET created_at = now(), body_digest = excluded.body_digest
      WHERE kept.created_at < now() - ${KEPT}::interval`
  if (claimed === 1) return null
  const [kept] = await tx.$queryRaw<(StoredAnswer & { bodyDigest: Uint8Array })[]>`
    SELECT status, headers, body, body_digest AS "bodyDigest" FROM idempotent_answer
    WHERE workspace_id = ${workspaceId}::uuid AND key = ${key} AND operation = ${operation}`
  if (kept === undefined) throw new Error('a claimed answer is gone')
  if (!Buffer.from(kept.bodyDigest).equals(bodyDigest)) throw new AdminProblem('idempotency_key_reused')
  return kept
}

/** Keeps the answer of a claimed slot. */
export async function keep(tx: Tx, { workspaceId, key, operation }: Slot, answer: StoredAnswer): Promise<void> {
  await tx.$executeRaw`
    UPDATE idempotent_answer SET status = ${answer.status}, headers = ${JSON.stringify(answer.headers)}::jsonb,
      body = ${JSON.stringify(answer.body)}::jsonb
    WHERE workspace_id = ${workspaceId}::uuid AND key = ${key} AND operation = ${operation}`
}
