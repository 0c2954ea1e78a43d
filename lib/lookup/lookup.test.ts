import { describe, expect, it } from 'vitest'
import { storedNetwork } from '#lib/ip/network'
import { readHint } from './hint.ts'
import { admittedOf } from './judge.ts'
import { looksSecret } from './looks-secret.ts'
import { readLookup } from './question.ts'

const nets = (...texts: string[]) => texts.map(storedNetwork)

describe('what is typed into the look-up', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    [' ::ffff:203.0.113.7 ', '203.0.113.7'],
    ['203.0.113.9/24', '203.0.113.0/24'],
    ['10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['2001:db8::/32', '2001:db8::/32'],
  ])('%s is addresses', (text, canonical) => {
    expect(readLookup(text)).toMatchObject({ kind: 'addresses', asked: { text: canonical } })
  })

  it.each(['203.0.113.300', '10.0.0.0/33', '1.2.3', 'fe80::1%2', '10.0.0.9-10.0.0.1'])('%s is a slip', (text) => {
    expect(readLookup(text)).toMatchObject({ kind: 'problem' })
  })

  it.each(['AbCd', '1234', 'gl_live_AbCd', `gl_live_${'a1'.repeat(24)}z`, 'sk-proj.x_y', 'x'.repeat(300)])(
    '%s is told apart from addresses',
    (text) => {
      expect(readLookup(text)).toEqual({ kind: 'credential' })
    },
  )
})

describe('what may be a secret', () => {
  it.each([
    [`gl_live_${'a1'.repeat(24)}z`, true],
    ['Bearer 9f86d081884c7d659a2feaa0c55ad015', true],
    ['eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiIx', true],
    ['gl_live_AbCd…wxyz', false],
    ['production-eu-west-1', false],
    ['Harbour Freight 2026', false],
    ['person1234567890123456@example.com', false],
    ['0199a0c8-0000-7000-8000-000000000001', false],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', false],
  ])('%s: %s', (text, is) => {
    expect(looksSecret(text)).toBe(is)
  })
})

describe('a part of a key', () => {
  it.each([
    ['wxyz', { displayPrefix: null, lastFour: 'wxyz' }],
    ['gl_live_AbCd', { displayPrefix: 'gl_live_AbCd', lastFour: null }],
    ['gl_live_AbCdEfGhIj', { displayPrefix: 'gl_live_AbCd', lastFour: null }],
    ['gl_live_AbCd…wxyz', { displayPrefix: 'gl_live_AbCd', lastFour: 'wxyz' }],
    ['gl_live_AbCd...wxyz', { displayPrefix: 'gl_live_AbCd', lastFour: 'wxyz' }],
    ['abc', null],
    ['no key at all', null],
  ])('%s', (text, hint) => {
    expect(readHint(text)).toEqual(hint)
  })
})

describe('how much of what is asked about is let in', () => {
  it.each([
    [['10.0.0.0/24'], ['10.0.0.0/8'], null, 'all', 256n],
    [['10.0.0.0/24'], ['10.0.0.0/25', '10.0.0.128/25', '10.0.0.1/32'], null, 'all', 256n],
    [['10.0.0.0/24'], ['10.0.0.4/30', '10.0.0.5/32', '11.0.0.0/8'], null, 'part', 4n],
    [['10.0.0.0/24'], ['10.0.0.0/8'], ['10.0.0.0/28'], 'part', 16n],
    [['10.0.0.0/24'], ['10.0.0.0/8'], ['192.0.2.0/24'], 'none', 0n],
    [['10.0.0.0/24'], null, [], 'none', 0n],
    [['10.0.0.0/24'], null, null, 'all', 256n],
    [['10.0.0.0/24'], ['::/0'], null, 'none', 0n],
  ] as const)('of %j, entries %j within %j: %s', (asked, entries, ceiling, reach, count) => {
    const answer = admittedOf(nets(...asked), entries && nets(...entries), ceiling && nets(...ceiling))
    expect(answer).toEqual({ reach, count, of: 256n })
  })
})
