import { describe, expect, it } from 'vitest'
import { admitsNow } from './admits-now.ts'
import type { KeyEntry } from './views.ts'

const entry = (text: string, standing: KeyEntry['standing'] = 'in_force'): KeyEntry => {
  return { text, note: null, standing, expiresAt: null }
}
const off = entry('198.51.100.0/24', 'off')
const expired = entry('2001:db8::1', 'expired')
const entries = [entry('203.0.113.7'), entry('198.51.100.7'), off, expired]

describe('by its list of now, a key', () => {
  it.each([
    ['203.0.113.7', { kind: 'yes' }],
    ['::ffff:203.0.113.7', { kind: 'yes' }],
    ['198.51.100.7', { kind: 'yes' }],
    ['198.51.100.8', { kind: 'resting', entry: off }],
    ['2001:db8::1', { kind: 'resting', entry: expired }],
    ['2001:db8::2', { kind: 'no' }],
    ['nonsense', { kind: 'no' }],
  ] as const)('asked for %s', (address, answer) => {
    expect(admitsNow({ accessMode: 'enforce', entries })(address)).toEqual(answer)
    expect(admitsNow({ accessMode: 'open', entries })(address)).toEqual({ kind: 'yes' })
  })
})
