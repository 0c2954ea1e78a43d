import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { gatelist, type Reply, stubServer } from '../fixtures.ts'

let server: Awaited<ReturnType<typeof stubServer>>
let replies: Reply[]
beforeAll(async () => {
  server = await stubServer(() => replies.shift() ?? { status: 500 })
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
})

const run = (...args: string[]) =>
  gatelist(['admin', ...args, '-e', server.url], {
    env: { GATELIST_SECRET: 'a master secret that is long enough for it' },
  })
const next = { column: 1, after: '0192b7c0-0000-7000-8000-000000000001' }

it('goes on step by step until nothing is left of the secret before', async () => {
  replies = [
    { body: { state: 'waiting', wait_seconds: 0, next: null, resealed: 0, unreadable: [] } },
    { body: { state: 'resealing', wait_seconds: 0, next, resealed: 3, unreadable: [] } },
    { body: { state: 'done', wait_seconds: 0, next: null, resealed: 4, unreadable: [] } },
  ]
  expect(await run('rotate-secrets', '-q')).toMatchObject({ code: 0, stdout: '7\n' })
  expect(server.asked.map(({ path, body }) => [path, body])).toEqual([
    ['/v1/operator/secret-rotation', {}],
    ['/v1/operator/secret-rotation', {}],
    ['/v1/operator/secret-rotation', { next }],
  ])
})

it('tells what was damaged, and ends with a failure', async () => {
  replies = [{ body: { state: 'done', resealed: 0, unreadable: ['webhook secrets x'] } }]
  const { code, stderr } = await run('rotate-secrets')
  expect([code, stderr.includes('webhook secrets x is opened by neither secret')]).toEqual([1, true])
})

it('says what is to be set when there is no change to make', async () => {
  replies = [{ status: 409, body: { error: 'There is nothing to change' } }]
  const { code, stderr } = await run('rotate-secrets')
  expect([code, stderr.includes('There is nothing to change')]).toEqual([1, true])
})

it('has new signing keys made, and ends the old ones only when told so', async () => {
  const reply = { body: { made: ['k1', 'k2'], deleted: [] } }
  replies = [reply, reply, { body: { made: [], deleted: [] } }]
  expect(await run('rotate-signing-keys', '-q')).toMatchObject({ code: 0, stdout: 'k1\nk2\n' })
  expect((await run('rotate-signing-keys', '--end-old', '--yes')).code).toBe(0)
  expect((await run('rotate-signing-keys')).stderr).toContain('published already')
  expect(server.asked.map(({ body }) => body)).toEqual([{ end_old: false }, { end_old: true }, { end_old: false }])
})
