import { describe, expect, it } from 'vitest'
import { allowsIn, mayManageTokens, tokenStatus } from './rules.ts'

const now = new Date('2026-11-22T12:00:00Z')
const before = new Date(now.getTime() - 1)
const after = new Date(now.getTime() + 1)

describe('the status of a token', () => {
  it.each([
    ['nothing', null, null, 'active'],
    ['an end to come', null, after, 'active'],
    ['an end that is now', null, now, 'expired'],
    ['an end that is past', null, before, 'expired'],
    ['a revocation', before, null, 'revoked'],
    ['a revocation that is now', now, null, 'revoked'],
    ['a revocation outweighs an end', before, before, 'revoked'],
  ] as const)('%s', (_, revokedAt, expiresAt, status) => {
    expect(tokenStatus({ revokedAt, expiresAt }, now)).toBe(status)
  })
})

it.each([
  ['owner', true],
  ['admin', true],
  ['member', false],
] as const)('%s may manage tokens: %s', (role, may) => {
  expect(mayManageTokens({ role })).toBe(may)
})

it.each([
  ['active', true],
  ['expired', false],
  ['revoked', false],
] as const)('a token that is %s can be edited and revoked: %s', (status, can) => {
  expect([allowsIn('edit', status), allowsIn('revoke', status)]).toEqual([can, can])
})
