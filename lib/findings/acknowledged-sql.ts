import { Prisma } from '#lib/generated/prisma/client'
import type { RuleId } from './rules.ts'

/** Of a row `hit`: nobody has acknowledged it, neither for the key nor for its workspace. */
export function notAcknowledged(rule: RuleId): Prisma.Sql {
  return Prisma.sql`
    NOT EXISTS (SELECT FROM finding_acknowledgement a
      WHERE a.rule = ${rule} AND a.key_id = hit.key_id AND a.until > now())
    AND NOT EXISTS (SELECT FROM finding_acknowledgement a
      WHERE a.rule = ${rule} AND a.key_id IS NULL AND a.workspace_id = hit.workspace_id AND a.until > now())`
}
