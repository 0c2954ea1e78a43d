import { beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { SignedIn } from '#lib/auth/signed-in'
import { runWithPeer } from '#lib/client-ip/peer'
import { DatabaseUnavailable } from '#lib/db'
import { userAction, visitorAction } from './action.ts'

const request = { headers: new Headers(), user: null as SignedIn | null }
vi.mock('next/headers', () => ({ headers: async () => request.headers }))
vi.mock('#lib/auth/current', () => ({ currentUser: async () => request.user }))

const schema = z.object({ name: z.string().min(1, 'Enter a name.'), tags: z.array(z.string().max(3, 'Too long.')) })
const input = { name: 'Ada', tags: [] }
const ada = { userId: 'u', email: 'ada@example.com' } as SignedIn
const peer = { peer: '203.0.113.7', rawHeaders: [], requestId: 'request-1' }

beforeEach(() => {
  request.headers = new Headers({ 'sec-fetch-site': 'same-origin' })
  request.user = ada
})

describe('an action of a signed-in person', () => {
  test('gets what was parsed and who asks', async () => {
    const action = userAction(schema, async ({ name }, user) => ({ ok: true, value: [name, user.email] }))
    expect(await action(input)).toEqual({ ok: true, value: ['Ada', 'ada@example.com'] })
  })

  test('does nothing for another site, and nothing for nobody', async () => {
    const run = vi.fn(async () => ({ ok: true as const, value: null }))
    request.headers = new Headers({ 'sec-fetch-site': 'cross-site' })
    expect(await userAction(schema, run)(input)).toMatchObject({ ok: false, error: 'cross_site' })
    request.headers = new Headers()
    request.user = null
    expect(await userAction(schema, run)(input)).toMatchObject({ ok: false, error: 'signed_out' })
    expect(run).not.toHaveBeenCalled()
  })

  test('names each field that is wrong, and takes any value for what it is: input of a stranger', async () => {
    const action = userAction(schema, async () => ({ ok: true, value: null }))
    expect(await action({ name: '', tags: ['a', 'long'] })).toEqual({
      ok: false,
      error: 'invalid',
      message: 'Enter a name.',
      fields: { name: 'Enter a name.', 'tags.1': 'Too long.' },
    })
    for (const odd of [null, undefined, 7, [], new FormData()]) {
      expect(await action(odd as never)).toMatchObject({ ok: false, error: 'invalid' })
    }
  })

  test('says that the database is away, and that what was typed is still there', async () => {
    const action = userAction(schema, () => Promise.reject(new DatabaseUnavailable('no answer')))
    expect(await action(input)).toMatchObject({ ok: false, error: 'unavailable' })
  })

  test('tells of a bug only the request to look for', async () => {
    const action = userAction(schema, () => Promise.reject(new Error('secret detail')))
    const answer = await runWithPeer(peer, () => action(input))
    expect(answer).toMatchObject({ ok: false, error: 'internal' })
    expect(JSON.stringify(answer)).toContain('request-1')
    expect(JSON.stringify(answer)).not.toContain('secret detail')
  })
})

test('an action of a visitor knows from where it comes, not who', async () => {
  request.headers = new Headers({ 'user-agent': 'Test/1' })
  const action = visitorAction(schema, async (_, visitor) => ({ ok: true, value: visitor }))
  const answer = await runWithPeer(peer, () => action(input))
  expect(answer).toEqual({
    ok: true,
    value: { address: '203.0.113.7', userAgent: 'Test/1', requestId: 'request-1' },
  })
})
