import { expect, test } from 'vitest'
import { refuseUnreadable } from './endpoint-request.ts'

function post(body: string, headers: Record<string, string>): Request {
  return new Request('http://localhost:3000/api/auth/signout', { method: 'POST', body, headers })
}

test.each([
  [
    'a form',
    post('csrfToken=x', { 'content-length': '11', 'content-type': 'application/x-www-form-urlencoded' }),
    null,
  ],
  ['JSON', post('{"csrfToken":"x"}', { 'content-length': '17', 'content-type': 'application/json' }), null],
  ['broken JSON', post('{bad', { 'content-length': '4', 'content-type': 'application/json' }), 400],
  ['JSON that is no object', post('[1]', { 'content-length': '3', 'content-type': 'application/json' }), 400],
  ['a length of its own making', post('x', { 'content-length': '-1' }), 413],
  ['too much', post('x', { 'content-length': '99999' }), 413],
  ['no length', post('x', {}), 411],
])('the sign-in endpoints meet %s', async (_, request, status) => {
  expect((await refuseUnreadable(request))?.status ?? null).toBe(status)
})
