import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { gatelist, type Reply, stubServer } from '../fixtures.ts'

const link = 'https://keys.example.com/reset-password#MAKBWXPZHsVhJQvvTDrzDjfpcDYqzTWrlbYAjKzHHbU'
const expires = '2026-06-02T12:00:00.000Z'

let server: Awaited<ReturnType<typeof stubServer>>
let reply: Reply
beforeAll(async () => {
  server = await stubServer(() => reply)
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
})

const run = (...args: string[]) =>
  gatelist([...args, '-e', server.url], {
    env: { GATELIST_TOKEN: '', GATELIST_SECRET: 'a master secret that is long enough for it' },
  })
const asked = () => server.asked.map(({ path, body }) => [path, body])

describe('admin create', () => {
  const made = { created: true, user_id: 'u1', email: 'ada@example.com', link, link_expire_time: expires }

  it('asks for an account without a password, and prints the link whole', async () => {
    reply = { body: made }
    const { code, stdout, stderr } = await run('admin', 'create', 'ada@example.com')
    expect([code, stdout, stderr]).toEqual([0, expect.stringContaining(link), expect.stringContaining('Hand the link')])
    expect(asked()).toEqual([['/v1/operator/users', { email: 'ada@example.com' }]])
    expect(server.asked[0]?.headers.authorization).toMatch(/^Gatelist-Operator \d+\.[0-9a-f]{64}$/)
  })

  it('makes it staff, and puts it in a workspace', async () => {
    reply = { body: made }
    const more = ['--staff', 'auditor', '--name', 'Ada', '--workspace', 'Acme']
    expect(await run('admin', 'create', 'ada@example.com', ...more, '-q')).toEqual({
      ...{ code: 0, stdout: `${link}\n`, stderr: '' },
    })
    const body = { email: 'ada@example.com', staff: 'auditor', name: 'Ada', workspace: 'Acme' }
    expect(asked()).toEqual([['/v1/operator/users', body]])
  })

  it('leaves an account alone that is there, and says what makes a link', async () => {
    reply = { body: { created: false, user_id: 'u1', email: 'ada@example.com' } }
    const { code, stdout, stderr } = await run('admin', 'create', 'ada@example.com', '-q')
    expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('admin reset-password makes a link')])
  })

  it.each([[[]], [['ada@example.com', '--staff', 'owner']], [['a@b.c', '--workspace', 'x', '--workspace-id', 'y']]])(
    'takes no %j',
    async (args) => {
      expect((await run('admin', 'create', ...args)).code).toBe(2)
      expect(server.asked).toEqual([])
    },
  )
})

describe('admin reset-password', () => {
  const made = { user_id: 'u1', email: 'ada@example.com', link, link_expire_time: expires, sessions_ended: 2 }

  it('signs the browsers out unless told not to', async () => {
    reply = { body: made }
    await run('admin', 'reset-password', 'ada@example.com')
    await run('admin', 'reset-password', 'ada@example.com', '--end-sessions')
    await run('admin', 'reset-password', 'ada@example.com', '--no-end-sessions')
    const sent = (ends: boolean) => ['/v1/operator/password-resets', { email: 'ada@example.com', end_sessions: ends }]
    expect(asked()).toEqual([sent(true), sent(true), sent(false)])
  })

  it('prints what the server said as JSON', async () => {
    reply = { body: made }
    const { code, stdout } = await run('admin', 'reset-password', 'ada@example.com', '--format', 'json')
    expect([code, JSON.parse(stdout)]).toEqual([0, made])
  })

  it('fails where there is no such account', async () => {
    reply = { status: 400, body: { error: 'There is no account with this e-mail address.' } }
    const { code, stdout, stderr } = await run('admin', 'reset-password', 'nobody@example.com')
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('There is no account')])
  })
})
