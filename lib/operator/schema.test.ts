import { describe, expect, it } from 'vitest'
import { provideTokenSchema, provideUserSchema } from './schema.ts'

const token = { workspace: 'Acme', role: 'write' }
const user = { email: 'Ada@Example.com', password: 'four plain words here' }
const id = '0192b7c0-0000-7000-8000-000000000000'

describe('the body of a token', () => {
  it('takes what is not said for granted', () => {
    expect(provideTokenSchema.parse(token)).toEqual({
      ...{ workspace: 'Acme', name: 'cli', role: 'write', allowed_cidrs: [], replace: false },
    })
  })

  it('reads a duration and a list', () => {
    const read = provideTokenSchema.parse({ ...token, ttl: '90d', allowed_cidrs: ['10.0.0.1', '2001:db8::/32'] })
    expect(read.ttl).toBe(90 * 86_400)
    expect(read.allowed_cidrs).toHaveLength(2)
  })

  it.each([
    [{ role: 'admin' }],
    [{ role: undefined }],
    [{ workspace: '' }],
    [{ workspace: 5 }],
    [{ workspace_id: id }],
    [{ workspace: undefined, workspace_id: 'acme' }],
    [{ name: '' }],
    [{ ttl: '0s' }],
    [{ ttl: '11y' }],
    [{ ttl: 90 }],
    [{ ttl: 'soon' }],
    [{ allowed_cidrs: '10.0.0.1' }],
    // Nobody opens a token by an entry that is empty.
    [{ allowed_cidrs: [''] }],
    [{ allowed_cidrs: ['10.0.0.1, 10.0.0.2'] }],
    [{ allowed_cidrs: ['10.0.0.1-10.0.0.9'] }],
    [{ allowed_cidrs: ['10.0.0.1 # x'] }],
    [{ allowed_cidrs: ['010.0.0.1'] }],
    [{ allowed_cidrs: null }],
    [{ replace: 'yes' }],
  ])('is refused with %j', (change) => {
    expect(provideTokenSchema.safeParse({ ...token, ...change }).success).toBe(false)
  })
})

describe('the body of a user', () => {
  it('holds the address in lower case', () => {
    expect(provideUserSchema.parse(user)).toEqual({ email: 'ada@example.com', password: user.password })
  })

  it.each([
    [{ email: 'ada' }],
    [{ password: 'short' }],
    [{ email: 'ada.lovelace@example.com', password: 'ada.lovelace@example.com' }],
    [{ name: ' ' }],
    [{ workspace: '' }],
    [{ workspace: 'a', workspace_id: id }],
  ])('is refused with %j', (change) => {
    expect(provideUserSchema.safeParse({ ...user, ...change }).success).toBe(false)
  })
})
