import type { StaffRole } from '#lib/audit/actor'
import type { TokenAccessMode } from '#lib/management-tokens/views'

/** A token in the table. Neither the secret nor its digest is in it. */
export type StaffTokenRow = {
  id: string
  name: string
  holder: { userId: string; email: string }
  /** As it was made; what it may do now, null while its holder is not staff. */
  role: StaffRole
  roleNow: StaffRole | null
  displayPrefix: string
  lastFour: string
  accessMode: TokenAccessMode
  /** The first few, as people write them. */
  networks: string[]
  networkCount: number
  revokedAt: Date | null
  expiresAt: Date | null
  createdAt: Date
  lastUsed: { at: Date; address: string | null } | null
}

/** `left`: tokens that are too many to be listed. `now` is the database's time. */
export type StaffTokenList = { tokens: StaffTokenRow[]; left: number; now: Date }
