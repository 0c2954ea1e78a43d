import { hasRight, type WorkspaceRole } from '#lib/workspaces/rights'

/** When a token was revoked, or stops working; as the database has it. */
export type TokenTimes = { revokedAt: Date | null; expiresAt: Date | null }

export type TokenStatus = 'active' | 'expired' | 'revoked'

/** A token's status at `now`: what is final outweighs what was known beforehand. */
export function tokenStatus(token: TokenTimes, now: Date): TokenStatus {
  if (token.revokedAt !== null && token.revokedAt <= now) return 'revoked'
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired'
  return 'active'
}

/** `read` sees keys, `verify` has credentials judged, `write` does everything. */
export type TokenRole = 'read' | 'verify' | 'write'

export const tokenRoles = ['read', 'verify', 'write'] as const satisfies readonly TokenRole[]

/** Tokens that work, of one workspace. More than anybody tells apart. */
export const MAX_LIVE_TOKENS = 200

/** May this person see, make, change and revoke the management tokens of their workspace? */
export function mayManageTokens(person: { role: WorkspaceRole }): boolean {
  return hasRight(person, 'manageTokens')
}

export type TokenAction = 'edit' | 'revoke'

/** In which states each action makes sense; the pages offer by it and the commands refuse by it. */
export const tokenActions = {
  edit: ['active'],
  revoke: ['active'],
} as const satisfies Record<TokenAction, readonly TokenStatus[]>

export function allowsIn(action: TokenAction, status: TokenStatus): boolean {
  const statuses: readonly TokenStatus[] = tokenActions[action]
  return statuses.includes(status)
}
