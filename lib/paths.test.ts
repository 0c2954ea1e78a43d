import { expect, test } from 'vitest'
import { paths } from './paths.ts'

test('an id cannot leave its place in the path', () => {
  expect(paths.apiKey('../profile?x')).toBe('/settings/api-keys/..%2Fprofile%3Fx')
})

test('cleared filters leave a clean address', () => {
  expect(paths.apiKeys({ q: '', status: undefined })).toBe('/settings/api-keys')
  expect(paths.apiKeys({ q: 'a b', status: 'active' })).toBe('/settings/api-keys?q=a+b&status=active')
})

test('the way back after signing in is carried encoded', () => {
  expect(paths.signIn('/settings/api-keys?q=1')).toBe('/sign-in?callbackUrl=%2Fsettings%2Fapi-keys%3Fq%3D1')
})
