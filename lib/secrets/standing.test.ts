import { describe, expect, it } from 'vitest'
import { fingerprintOf } from './master-secrets.ts'
import { standingOf } from './standing.ts'

const [oldest, old, present, stranger] = ['oldest', 'old', 'present', 'stranger'].map((name) => name.padEnd(32, '.'))
if (!oldest || !old || !present || !stranger) throw new Error('four secrets')

const day = new Date('2026-11-27T00:00:00Z')
const never = { secretFingerprint: fingerprintOf(old), previousFingerprint: null, resealedAt: null }
const begun = { secretFingerprint: fingerprintOf(present), previousFingerprint: fingerprintOf(old), resealedAt: null }
const over = { ...begun, resealedAt: day }

describe('how configured secrets fit an installation', () => {
  it.each([
    ['the only secret it ever had', never, old, undefined, { outcome: 'settled', previousIs: 'unset' }],
    ['another one', never, stranger, undefined, { outcome: 'foreign' }],
    ['another one, and another previous one', never, present, stranger, { outcome: 'foreign' }],
    ['both, before the change', never, present, old, { outcome: 'before' }],
    ['both the wrong way round', never, old, present, { outcome: 'settled', previousIs: 'never_was_one' }],
    ['both, while it is changed', begun, present, old, { outcome: 'changing' }],
    ['the new one alone, too early', begun, present, undefined, { outcome: 'unfinished' }],
    ['a wrong previous one, while it is changed', begun, present, stranger, { outcome: 'wrong_previous' }],
    ['the old one alone, after the change', begun, old, undefined, { outcome: 'foreign' }],
    ['a second change before the first is over', begun, stranger, present, { outcome: 'unfinished' }],
    ['the new one alone, in time', over, present, undefined, { outcome: 'settled', previousIs: 'unset' }],
    ['both, longer than needed', over, present, old, { outcome: 'settled', previousIs: 'no_longer_needed' }],
    ['a second change', over, stranger, present, { outcome: 'before' }],
    ['the first secret, after the change', over, old, undefined, { outcome: 'foreign' }],
  ])('%s', (_, row, secret, previous, expected) => {
    expect(standingOf(row, { secret, previous })).toEqual(expected)
  })
})
