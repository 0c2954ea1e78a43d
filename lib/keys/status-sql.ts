import { Prisma } from '#lib/generated/prisma/client'
import { KEY_ENDS } from '#lib/policies/limits-sql'

/** `keyStatus` of rules.ts for a key `k`; a test holds them together. */
export const STATUS = Prisma.sql`(CASE WHEN k.revoked_at <= now() THEN 'revoked' WHEN ${KEY_ENDS} <= now() THEN 'expired'
  WHEN k.paused_at IS NOT NULL THEN 'paused' ELSE 'active' END)`
