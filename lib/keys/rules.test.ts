import { describe, expect, it } from 'vitest'
import {
  allowsIn,
  availableActions,
  type KeyAction,
  type KeyStatus,
  keyStatus,
  keyStatuses,
  mayManage,
  revokeNeedsName,
  statusWords,
} from './rules.ts'

const now = new Date('2026-11-22T12:00:00Z')
const before = new Date('2026-11-21T12:00:00Z')
const after = new Date('2026-11-23T12:00:00Z')
const later = new Date('2026-11-24T12:00:00Z')
const plain = { pausedAt: null, revokedAt: null, expiresAt: null }
const free = { staffHoldAt: null, staffRevokedAt: null }
const issued = { ...plain, ...free, kind: 'issued' } as const

describe('the status of a key', () => {
  it.each([
    ['active', plain, null],
    ['active', { ...plain, expiresAt: after }, { text: 'Expires on', at: after }],
    ['paused', { ...plain, pausedAt: before }, { text: 'Paused since', at: before }],
    ['expired', { ...plain, expiresAt: before }, { text: 'Expired on', at: before }],
    ['expired', { ...plain, expiresAt: now }, { text: 'Expired on', at: now }],
    ['expired', { ...plain, expiresAt: before, pausedAt: before }, { text: 'Expired on', at: before }],
    ['active', { ...plain, revokedAt: after }, { text: 'Works until', at: after }],
    ['active', { ...plain, revokedAt: later, expiresAt: after }, { text: 'Works until', at: after }],
    ['revoked', { ...plain, revokedAt: before }, { text: 'Revoked on', at: before }],
    ['revoked', { pausedAt: before, revokedAt: before, expiresAt: before }, { text: 'Revoked on', at: before }],
  ] as const)('is %s for %j', (status, key, reason) => {
    expect(keyStatus(key, now)).toBe(status)
    expect(statusWords(key, now)).toMatchObject({ status, reason })
  })
})

describe('what can be done with a key', () => {
  it.each([
    ['active', ['edit', 'rotate', 'pause', 'revoke']],
    ['paused', ['edit', 'resume', 'revoke']],
    ['expired', ['edit', 'revoke']],
    ['revoked', []],
  ] as [KeyStatus, KeyAction[]][])('when %s: %j and nothing else', (status, actions) => {
    const all: KeyAction[] = ['edit', 'rotate', 'pause', 'resume', 'revoke']
    expect(all.filter((action) => allowsIn(action, status))).toEqual(actions)
  })

  it('covers every status', () => {
    expect(keyStatuses).toEqual(['active', 'paused', 'expired', 'revoked'])
  })
})

describe('who may manage a key', () => {
  const mine = { createdById: 'me' }
  const hers = { createdById: 'her' }
  const nobodys = { createdById: null }
  it.each([
    ['owner', [mine, hers, nobodys], []],
    ['admin', [mine, hers, nobodys], []],
    ['member', [mine], [hers, nobodys]],
  ] as const)('%s: may manage %j, may not manage %j', (role, yes, no) => {
    for (const key of yes) expect(mayManage({ userId: 'me', role }, key)).toBe(true)
    for (const key of no) expect(mayManage({ userId: 'me', role }, key)).toBe(false)
  })

  it('offers a member nothing on the key of another', () => {
    expect(availableActions({ userId: 'me', role: 'member' }, { ...issued, ...hers }, now)).toEqual([])
    expect(availableActions({ userId: 'me', role: 'member' }, { ...issued, ...mine }, now)).toEqual([
      'edit',
      'bypass',
      'rotate',
      'pause',
      'revoke',
    ])
  })

  it.each([
    ['an active issued key', issued, true],
    ['one that expires', { ...issued, expiresAt: after }, true],
    ['one that was rotated already', { ...issued, revokedAt: after }, false],
    ['a paused one', { ...issued, pausedAt: before }, false],
    ['an expired one', { ...issued, expiresAt: before }, false],
    ['a revoked one', { ...issued, revokedAt: before }, false],
    ['an imported one, whose secret was made elsewhere', { ...plain, ...free, kind: 'imported' }, false],
  ] as const)('offers to rotate %s: %#', (_, key, offered) => {
    expect(availableActions({ userId: 'me', role: 'owner' }, { ...key, ...nobodys }, now).includes('rotate')).toBe(
      offered,
    )
  })

  it('never offers to resume what staff hold', () => {
    const paused = { ...issued, ...nobodys, pausedAt: before }
    const offered = (staffHoldAt: Date | null) =>
      availableActions({ userId: 'me', role: 'owner' }, { ...paused, staffHoldAt }, now)
    expect(offered(null)).toEqual(['edit', 'resume', 'revoke'])
    expect(offered(before)).toEqual(['edit', 'revoke'])
  })

  it('never offers people to delete a key', () => {
    const imported = { ...plain, ...free, kind: 'imported', ...nobodys } as const
    expect(availableActions({ userId: 'me', role: 'owner' }, imported, now)).toEqual([
      'edit',
      'bypass',
      'pause',
      'revoke',
    ])
  })
})

describe('revoking asks for the name', () => {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  it.each([
    [null, false],
    [hoursAgo(24), false],
    [hoursAgo(23.9), true],
    [hoursAgo(0), true],
    [hoursAgo(-1), true],
  ])('last used %s: %s', (lastUsedAt, needed) => {
    expect(revokeNeedsName(lastUsedAt, now)).toBe(needed)
  })
})
