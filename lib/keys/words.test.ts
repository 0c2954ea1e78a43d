import { describe, expect, it } from 'vitest'
import { accessWords, doorWords, rateLimitWords, refusalWords, revocationWords } from './words.ts'

describe('the access of a key in words', () => {
  it.each([
    ['open', 0, '0 addresses', 'Any address', null],
    // An enforced list without entries is closed, and must never read like an open one.
    ['enforce', 0, '0 addresses', 'No address', null],
    ['enforce', 1, '256 addresses', '1 entry', '256 addresses'],
    ['enforce', 1200, '5,000 addresses', '1,200 entries', '5,000 addresses'],
    ['report', 0, '0 addresses', 'No address', 'Only reported'],
    ['report', 2, '2 addresses', '2 entries', '2 addresses, only reported'],
  ] as const)('%s with %i entries', (accessMode, entryCount, addressCount, title, detail) => {
    expect(accessWords({ accessMode, entryCount, addressCount })).toEqual({ title, detail })
  })
})

describe('the reason of a refusal in words', () => {
  it('explains an address that could not be determined', () => {
    expect(refusalWords('ip_unknown').title).toBe('Unable to determine client IP')
    expect(refusalWords('ip_unknown').explanation).toContain('TRUSTED_PROXIES')
  })

  it.each(['something_newer', 'toString', ''])('shows %j as it is', (reason) => {
    expect(refusalWords(reason)).toEqual({ title: reason, explanation: '' })
  })
})

describe('what programs give a key, in words', () => {
  it.each([
    [{ quota: 100, windowSeconds: 60 }, '100 calls each 60 seconds'],
    [{ quota: 1, windowSeconds: 1 }, '1 call each second'],
    [{ quota: 10_000, windowSeconds: 86_400 }, '10,000 calls each 86,400 seconds'],
  ])('a rate limit of %j', (policy, words) => {
    expect(rateLimitWords(policy)).toBe(words)
  })

  it.each([
    ['dashboard', 'in the dashboard'],
    ['api', 'by API'],
    ['cli', 'by CLI'],
    ['toString', null],
  ])('a request through %s', (door, words) => {
    expect(doorWords(door)).toBe(words)
  })

  it.each([
    ['key_compromise', 'The key was compromised'],
    ['unspecified', null],
    ['something_newer', 'something_newer'],
  ])('a revocation for %s', (reason, words) => {
    expect(revocationWords(reason)).toBe(words)
  })
})
