import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspectSecret, newSecret } from './secret.ts'

const other = (digit: string) => (digit === 'a' ? 'b' : 'a')
const flipAt = (text: string, at: number) => text.slice(0, at) + other(text.charAt(at)) + text.slice(at + 1)

describe('a new secret', () => {
  it('is the prefix, 43 digits of randomness and 6 of checksum, and never the same twice', () => {
    const secrets = Array.from({ length: 200 }, () => newSecret().secret)
    for (const secret of secrets) expect(secret).toMatch(/^gl_live_[0-9A-Za-z]{49}$/)
    expect(new Set(secrets).size).toBe(200)
  })

  it('may be shown by its first four and last four characters only', () => {
    const { secret, displayPrefix, lastFour } = newSecret()
    expect(displayPrefix).toBe(secret.slice(0, 'gl_live_'.length + 4))
    expect(lastFour).toBe(secret.slice(-4))
  })

  it('is stored as the SHA-256 of its text', () => {
    const { secret, digest } = newSecret()
    expect(digest.toString('hex')).toBe(hash('sha256', secret, 'hex'))
    expect(inspectSecret(secret)).toEqual({ ok: true, digestHex: digest.toString('hex') })
  })
})

describe('inspecting a secret without a database', () => {
  it('refuses a change of any one character, in the prefix, the randomness or the checksum', () => {
    const { secret } = newSecret()
    for (let at = 0; at < secret.length; at++)
      expect(inspectSecret(flipAt(secret, at)), `at ${at}`).toEqual({ ok: false })
  })

  it.each([
    ['nothing', () => ''],
    ['an ordinary word', () => 'YOUR_API_KEY'],
    ['no prefix', (secret: string) => secret.slice('gl_live'.length)],
    ['one digit too few', (secret: string) => secret.slice(0, -1)],
    ['one digit too many', (secret: string) => `${secret}0`],
    ['a trailing newline', (secret: string) => `${secret}\n`],
    ['a leading space', (secret: string) => ` ${secret}`],
    ['digits that are not ASCII', (secret: string) => `${secret.slice(0, -1)}１`],
    ['the right form without the checksum', () => `gl_live_${'A'.repeat(49)}`],
    ['another letter case', (secret: string) => secret.toUpperCase()],
    ['a megabyte', () => `gl_live_${'A'.repeat(1_000_000)}`],
  ])('refuses %s', (_what, make) => {
    expect(inspectSecret(make(newSecret().secret))).toEqual({ ok: false })
  })
})
