import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callbackPath, callbackPathOfUrl } from './callback-path.ts'

describe('where to go after signing in', () => {
  test.each([
    ['/settings/api-keys', '/settings/api-keys'],
    ['/settings/api-keys?status=active&q=a%20b', '/settings/api-keys?status=active&q=a%20b'],
    ['/', '/'],
    ['/a/../settings', '/settings'],
    ['/settings#keys', '/settings'],
  ])('goes to a path of this site: %s', (text, path) => {
    expect(callbackPath(text)).toBe(path)
  })

  test.each([
    ['//evil.example'],
    ['/\\evil.example'],
    ['\\\\evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['/.//evil.example'],
    ['/a/..//evil.example'],
    ['https://evil.example/'],
    ['javascript:alert(1)'],
    ['evil.example'],
    [' /settings'],
    ['/caf\u00e9'],
    [''],
    [`/${'a'.repeat(3000)}`],
    [undefined],
    [['/settings', '/x']],
  ])('refuses %j', (text) => {
    expect(callbackPath(text)).toBeNull()
  })

  test('whatever is accepted stays on this site, wherever it is', () => {
    const pieces = fc.constantFrom('/', '\\', '.', '..', '@', ':', '?', '#', '%2f', '%5c', '\t', 'evil.example', 'a')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const path = callbackPath(parts.join(''))
        if (path !== null) expect(new URL(path, 'https://keys.example.com').host).toBe('keys.example.com')
      }),
      { numRuns: 5000 },
    )
  })

  test('a full URL counts only on the very origin', () => {
    const origin = 'https://keys.example.com'
    expect(callbackPathOfUrl('https://keys.example.com/settings?a=1', origin)).toBe('/settings?a=1')
    expect(callbackPathOfUrl('http://keys.example.com/settings', origin)).toBeNull()
    expect(callbackPathOfUrl('https://keys.example.com.evil.example/', origin)).toBeNull()
    expect(callbackPathOfUrl('https://keys.example.com@evil.example/', origin)).toBeNull()
    expect(callbackPathOfUrl('https://keys.example.com//evil.example', origin)).toBeNull()
  })
})
