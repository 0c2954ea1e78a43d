import { Prisma } from '#lib/generated/prisma/client'

/** What policies make of a key `k`, in SQL: as lib/policies/limits.ts has it and as verification does. */

/** When it ends: by its own expiry, or by the longest life that is allowed. */
export const KEY_ENDS = Prisma.sql`(SELECT key_limits.ends_at FROM key_limits WHERE key_limits.key_id = k.id)`

/** Until when it may let any address through; null: for ever, or it enforces its list. */
export const OPEN_UNTIL = Prisma.sql`(SELECT key_limits.open_until FROM key_limits WHERE key_limits.key_id = k.id)`

/** Lets any address through by its mode, and no policy ended that. */
export const MAY_BE_OPEN = Prisma.sql`(k.access_mode <> 'enforce' AND coalesce(${OPEN_UNTIL} > now(), true))`

/** Lets any address through by a bypass, and no policy forbids that. */
export const BYPASSED = Prisma.sql`(coalesce(k.bypass_until > now(), false) AND
  coalesce((SELECT key_limits.bypass_until FROM key_limits WHERE key_limits.key_id = k.id) > now(), false))`

/** An entry `e` of a key or of a named list is no wider than policies that apply now allow. */
export const NARROW_ENOUGH = Prisma.sql`NOT EXISTS (SELECT 1 FROM access_policy p
  WHERE (p.workspace_id IS NULL OR p.workspace_id = e.workspace_id) AND p.applies_from <= now()
    AND masklen(e.network) < CASE family(e.network) WHEN 4 THEN p.widest_v4 ELSE p.widest_v6 END)`
