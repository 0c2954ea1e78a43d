import { describe, expect, test } from 'vitest'
import { authCookies } from './cookies.ts'

describe('cookies of the sign-in', () => {
  test.each([
    ['https://keys.example.com', '__Host-gatelist.session', true],
    ['http://localhost:3000', 'gatelist.session', false],
    ['http://keys.example.com', 'gatelist.session', false],
  ])('%s decides their names and flags', (appUrl, name, secure) => {
    const cookies = authCookies(new URL(appUrl))
    expect(cookies.sessionToken.name).toBe(name)
    for (const cookie of Object.values(cookies)) {
      expect(cookie.name.startsWith('__Host-')).toBe(secure)
      expect(cookie.options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure })
    }
  })
})
