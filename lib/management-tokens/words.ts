import type { TokenRole, TokenStatus } from './rules.ts'

export type RoleWords = { word: string; explanation: string }

/** What each role is called and lets a program do. */
export const roleWords = {
  read: { word: 'Read', explanation: 'Lists keys and their Allowed IPs. Changes nothing.' },
  verify: { word: 'Verify', explanation: 'Has credentials judged and derives tokens from them. Sees no lists.' },
  write: { word: 'Write', explanation: 'Does everything: also makes, changes, rotates and revokes keys.' },
} satisfies Record<TokenRole, RoleWords>

export const statusWords = {
  active: 'Active',
  expired: 'Expired',
  revoked: 'Revoked',
} satisfies Record<TokenStatus, string>

type Access = { accessMode: 'open' | 'enforce' | 'report'; networks: readonly string[]; networkCount: number }

/** From where a token works, in lines. `networks` may be the first few of `networkCount`. */
export function accessLines({ accessMode, networks, networkCount }: Access): string[] {
  if (accessMode === 'open') return ['Any address']
  if (networkCount === 0) return ['No address']
  const more = networkCount - networks.length
  return more === 0 ? [...networks] : [...networks, `and ${more.toLocaleString('en-US')} more`]
}
