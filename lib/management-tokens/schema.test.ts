import { describe, expect, it } from 'vitest'
import { createTokenSchema, updateTokenSchema } from './schema.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
const form = { name: 'Deployment', role: 'read', allowedIps: '203.0.113.7', openToAny: false, expiresAt: null }

/** The first complaint with its field, or null. */
function complaint(change: object): string | null {
  const [issue] = createTokenSchema.safeParse({ ...form, ...change }).error?.issues ?? []
  return issue === undefined ? null : `${issue.path.join('.')}: ${issue.message}`
}

describe('a new token', () => {
  it.each([
    [{}],
    [{ name: '  Deployment, 2026  ' }],
    [{ name: 'ü' }],
    [{ role: 'verify' }],
    [{ role: 'write' }],
    [{ allowedIps: '10.0.0.0/8, 2001:db8::/32' }],
    [{ allowedIps: '', openToAny: true }],
    [{ expiresAt: inDays(1) }],
    [{ expiresAt: inDays(3650) }],
  ])('is accepted with %j', (change) => {
    expect(complaint(change)).toBeNull()
  })

  it.each([
    [{ name: '' }, 'name: Give the token a name.'],
    [{ name: ' \t' }, 'name: Give the token a name.'],
    [{ name: '\u200B' }, 'name: Give the token a name.'],
    [{ name: 'x'.repeat(81) }, 'name: A name has at most 80 characters.'],
    [{ name: 'a\nb' }, 'name: A name has no line breaks or other control characters.'],
    [{ name: 'a\u202Eb' }, 'name: A name has no line breaks or other control characters.'],
    [{ role: 'admin' }, 'role: Choose what the token may do: read, verify or write.'],
    [{ role: undefined }, 'role: Choose what the token may do: read, verify or write.'],
    [{ expiresAt: inDays(-1) }, 'expiresAt: Choose a time in the future.'],
    [{ expiresAt: inDays(3654) }, 'expiresAt: Choose a time within 10 years.'],
    [{ expiresAt: '' }, 'expiresAt: Choose a date.'],
    [
      { allowedIps: '' },
      'openToAny: An empty list lets the token be used from any address. Confirm that this is what you want.',
    ],
  ])('is refused with %j', (change, message) => {
    expect(complaint(change)).toBe(message)
  })

  it.each([',', '010.0.0.1', 'example.com', '10.0.0.0/33', '10.0.0.0/24, x'])('is refused with the list %j', (list) => {
    // A confirmation is of an empty list, and never of one that cannot be read.
    expect(complaint({ allowedIps: list, openToAny: true })).toMatch(/^allowedIps: /)
  })
})

it('an edit that clears the list wants the confirmation too', () => {
  const edit = { tokenId: '0192b7c0-0000-7000-8000-000000000000', name: 'a', listBefore: '10.0.0.1', allowedIps: '' }
  expect(updateTokenSchema.safeParse({ ...edit, openToAny: false }).success).toBe(false)
  expect(updateTokenSchema.safeParse({ ...edit, openToAny: true }).success).toBe(true)
})
