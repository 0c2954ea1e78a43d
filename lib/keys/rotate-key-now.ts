import type { Actor } from '#lib/audit/actor'
import { transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import type { PolicyRefusal } from '#lib/policies/refusal'
import type { KeyRefusalCode } from './key-lock.ts'
import { rotateKey } from './rotate-key.ts'
import { earlier } from './rules.ts'
import type { RotateKeyInput } from './schema.ts'

/**
 * The new key. The secret is in this answer and nowhere else. `oldWorksUntil` is null when the old secret has stopped
 * working.
 */
export type RotatedKey = { id: string; name: string; secret: string; oldWorksUntil: Date | null }

/** Gives a key a successor that inherits all of it but the secret. Both secrets work while the grace period lasts. */
export function rotateKeyNow(
  actor: Actor,
  input: RotateKeyInput,
): Promise<Result<RotatedKey, KeyRefusalCode> | PolicyRefusal> {
  const { keyId, graceSeconds } = input
  return transaction(async (tx) => {
    const rotated = await rotateKey(tx, actor, { keyId, changes: {}, graceSeconds })
    if (!rotated.ok) return rotated
    const { keyId: id, secret } = rotated.value
    const made = await tx.apiKey.findUniqueOrThrow({
      where: { id },
      select: { name: true, replaces: { select: { revokedAt: true, expiresAt: true } } },
    })
    const until = made.replaces?.revokedAt ?? null
    const isOver = graceSeconds === 0 || until === null
    const oldWorksUntil = isOver ? null : earlier(until, made.replaces?.expiresAt ?? null)
    return ok({ id, name: made.name, secret, oldWorksUntil })
  })
}
