import type { TokenRole, TokenTimes } from './rules.ts'

/** `open`: from any address; `enforce`: only from its networks. A token is never `report`; the database sees to that. */
export type TokenAccessMode = 'open' | 'enforce'

type TokenView = TokenTimes & {
  id: string
  name: string
  role: TokenRole
  displayPrefix: string
  lastFour: string
  accessMode: TokenAccessMode
}

/** A token in the table. Neither the secret nor its digest is in any of these. */
export type TokenRow = TokenView & {
  /** The first few, as people write them. */
  networks: string[]
  networkCount: number
  createdAt: Date
  lastUsed: { at: Date; address: string | null } | null
}

/** `left`: tokens that no longer work and are too many to be listed. `now` is the database's time. */
export type TokenList = { tokens: TokenRow[]; left: number; now: Date }

/** A token to be edited. `allowedIps` is its list in canonical text, one network a line. */
export type TokenDetail = TokenView & { allowedIps: string; now: Date }
