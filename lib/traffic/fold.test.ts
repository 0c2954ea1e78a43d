import { describe, expect, it } from 'vitest'
import { createFold, type ObservedCall } from './fold.ts'

const call: ObservedCall = { keyId: 'k', workspaceId: 'w', reason: null, address: '203.0.113.7', at: 1 }

describe('folding calls', () => {
  it('moves "last used" for calls let through only', () => {
    const fold = createFold({ keys: 10, refusals: 10 })
    fold.add({ ...call, at: 5 })
    fold.add({ ...call, at: 9, reason: 'ip_not_allowed', address: '198.51.100.1' })
    expect(fold.byKey.get('k')).toMatchObject({ allowed: 1, refused: 1, lastUsedAt: 5, lastUsedAddress: '203.0.113.7' })
  })

  it('folds refusals by address and reason', () => {
    const fold = createFold({ keys: 10, refusals: 10 })
    for (const at of [1, 2, 3]) fold.add({ ...call, at, reason: 'ip_not_allowed' })
    fold.add({ ...call, at: 4, reason: 'paused' })
    fold.add({ ...call, at: 5, reason: 'ip_unknown', address: null })
    expect([...(fold.byKey.get('k')?.refusals.values() ?? [])]).toEqual([
      { reason: 'ip_not_allowed', address: '203.0.113.7', count: 3, firstAt: 1, lastAt: 3 },
      { reason: 'paused', address: '203.0.113.7', count: 1, firstAt: 4, lastAt: 4 },
      { reason: 'ip_unknown', address: null, count: 1, firstAt: 5, lastAt: 5 },
    ])
  })

  it('counts a report-mode call as used and as not listed', () => {
    const fold = createFold({ keys: 10, refusals: 10 })
    fold.add({ ...call, reason: 'not_listed' })
    expect(fold.byKey.get('k')).toMatchObject({ allowed: 1, refused: 0, lastUsedAt: 1 })
    expect(fold.byKey.get('k')?.refusals.size).toBe(1)
  })

  it('stays bounded under a flood, and goes on counting', () => {
    const fold = createFold({ keys: 3, refusals: 5 })
    for (let n = 0; n < 1000; n += 1)
      fold.add({ ...call, reason: 'ip_not_allowed', address: `10.0.${n >> 8}.${n & 255}` })
    for (let n = 0; n < 1000; n += 1) fold.add({ ...call, keyId: `k${n}` })
    expect(fold.byKey.size).toBe(3)
    expect(fold.byKey.get('k')?.refusals.size).toBe(5)
    expect(fold.byKey.get('k')?.refused).toBe(1000)
  })
})
