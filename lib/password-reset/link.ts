import { newLinkToken, singleUseLink } from '#lib/auth/link-token'
import type { Tx } from '#lib/db'
import { paths } from '#lib/paths'

/** Seconds that a link lives: one that waits in a mailbox, and one that an operator has yet to hand over. */
export const resetLifetimes = { mail: 60 * 60, operator: 24 * 60 * 60 } as const

export type ResetLink = { link: string; expiresAt: Date }

/** A new link for an account, in place of the one it may have had. The caller leaves the event. */
export async function makeResetLink(tx: Tx, userId: string, by: keyof typeof resetLifetimes): Promise<ResetLink> {
  const { token, digest } = newLinkToken()
  const [row] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO password_reset (user_id, digest, created_at, expires_at)
    VALUES (${userId}::uuid, ${digest}, now(), now() + make_interval(secs => ${resetLifetimes[by]}))
    ON CONFLICT (user_id) DO UPDATE
      SET digest = EXCLUDED.digest, created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at
    RETURNING expires_at AS "expiresAt"`
  if (row === undefined) throw new Error('the link was not stored')
  return { link: singleUseLink(paths.resetPassword(), token), expiresAt: row.expiresAt }
}

/** Whose link this is now; nobody's once it was used, replaced or has expired. Looking does not use it. */
export async function holderOf(tx: Pick<Tx, '$queryRaw'>, digest: Uint8Array): Promise<{ userId: string } | null> {
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    SELECT user_id::text AS "userId" FROM password_reset WHERE digest = ${digest} AND expires_at > now()`
  return rows[0] ?? null
}

/** Uses the link up. Of two at once, the second waits for the first and finds nothing. */
export async function takeResetLink(tx: Tx, digest: Uint8Array): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM password_reset WHERE digest = ${digest} AND expires_at > now()`) > 0
}

/** A link that waits somewhere must not outlive the password it was made for. */
export async function dropResetLink(tx: Tx, userId: string): Promise<void> {
  await tx.passwordReset.deleteMany({ where: { userId } })
}
