import type { Tx } from '#lib/db'
import type { LockedKey } from '#lib/keys/key-lock'
import type { RevocationReason } from '#lib/keys/key-resource'
import { keyStatus } from '#lib/keys/rules'
import { closeApproval } from './end-key.ts'
import type { ApprovalState } from './rules.ts'

export type StoredApproval = {
  id: string
  keyId: string
  revocationReason: RevocationReason
  reason: string
  askedById: string
  askedBy: string
  expiresAt: Date
  outcome: Exclude<ApprovalState, 'pending'> | null
}

const columns = {
  id: true,
  keyId: true,
  revocationReason: true,
  reason: true,
  askedById: true,
  askedBy: true,
  expiresAt: true,
  outcome: true,
} as const

/** Null when there is none. Read while its key is locked, it stays as it is. */
export function readApproval(tx: Tx, id: string): Promise<StoredApproval | null> {
  return tx.staffApproval.findUnique({ where: { id }, select: columns })
}

/** The revocation of a locked key that waits for a second person; null when none does, also when its time just passed. */
export async function pendingApproval(tx: Tx, key: LockedKey): Promise<StoredApproval | null> {
  const found = await tx.staffApproval.findFirst({ where: { keyId: key.id, outcome: null }, select: columns })
  return found === null ? null : stillPending(tx, key, found)
}

/** Writes down what happened to one meanwhile; null when it does not wait any more. */
export async function stillPending(tx: Tx, key: LockedKey, found: StoredApproval): Promise<StoredApproval | null> {
  const status = keyStatus(key, key.now)
  const isOver = status === 'revoked' || status === 'expired'
  if (!isOver && found.expiresAt > key.now) return found
  await closeApproval(tx, { id: found.id, keyId: key.id, outcome: isOver ? 'ended' : 'expired' })
  return null
}
