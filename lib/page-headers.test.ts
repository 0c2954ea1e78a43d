import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy, pageHeaders } from './page-headers.ts'

const https = new URL('https://keys.example.com')
const http = new URL('http://localhost:3000')

describe('headers of a page', () => {
  test('in production no script or style runs that the page did not name, and eval is shut', () => {
    const policy = contentSecurityPolicy({ appUrl: https, nonce: 'abc', isDevelopment: false })
    const scripts = policy.split('; ').find((part) => part.startsWith('script-src '))
    expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).toContain("style-src 'self' 'nonce-abc';")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  test('only an https site tells browsers to stay on https', () => {
    expect(pageHeaders(https)['Strict-Transport-Security']).toBe('max-age=31536000')
    expect(pageHeaders(http)['Strict-Transport-Security']).toBeUndefined()
    expect(contentSecurityPolicy({ appUrl: http, nonce: 'a', isDevelopment: false })).not.toContain('upgrade-insecure')
  })
})
