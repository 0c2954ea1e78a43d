import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy, pageHeaders } from './page-headers.ts'

const https = new URL('https://keys.example.com')
const http = new URL('http://localhost:3000')

describe('headers of a page', () => {
  test('in production no script or style counts that the page did not name, and nothing is unsafe', () => {
    const policy = contentSecurityPolicy({ appUrl: https, nonce: 'abc', isDevelopment: false })
    const parts = policy.split('; ')
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toMatch(/\*|https?:|data:|blob:/)
    expect(parts).toContain("default-src 'none'")
    expect(parts).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'")
    expect(parts).toContain("style-src 'self' 'nonce-abc'")
    expect(parts).toContain("frame-ancestors 'none'")
  })

  test('what is no page loads, runs and sends nothing, and is framed by nobody', () => {
    const policy = pageHeaders(http)['Content-Security-Policy']
    expect(policy).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
  })

  test('only an https site tells browsers to stay on https', () => {
    expect(pageHeaders(https)).toMatchObject({
      'Strict-Transport-Security': 'max-age=31536000',
      'Cross-Origin-Opener-Policy': 'same-origin',
    })
    expect(pageHeaders(http)).not.toHaveProperty('Strict-Transport-Security')
    expect(contentSecurityPolicy({ appUrl: http, nonce: 'a', isDevelopment: false })).not.toContain('upgrade-insecure')
  })
})
