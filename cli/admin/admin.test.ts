import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type Asked, gatelist, type Reply, stubServer } from '../fixtures.ts'

const SECRET = 'a master secret that is long enough for it'
const now = new Date('2026-06-01T12:00:00.900Z')
const token = { token_id: 't1', name: 'cli', role: 'write', workspace_name: 'Acme', allowed_cidrs: [] }

let server: Awaited<ReturnType<typeof stubServer>>
let reply: Reply
beforeAll(async () => {
  server = await stubServer(() => reply)
})
afterAll(() => server.close())
beforeEach(() => {
  reply = { body: { created: true, token, secret: 'gl_mgmt_x' } }
  server.asked.length = 0
})

const createToken = ['admin', 'token', 'create', '--workspace', 'Acme', '--role', 'write']
const run = (args: string[], around: { env?: Record<string, string>; cwd?: string; stdin?: string } = {}) =>
  gatelist([...args, '-e', server.url], { now, ...around, env: { GATELIST_TOKEN: '', ...around.env } })
const withSecret = { env: { GATELIST_SECRET: SECRET } }

/** As the server computes it, by the description of the scheme and not by the code under test. */
function signatureOf({ method, path, text }: Asked, secret = SECRET): string {
  const key = Buffer.from(hkdfSync('sha256', secret, 'gatelist', 'operator', 32))
  const seconds = Math.floor(now.getTime() / 1000)
  const body = createHash('sha256').update(text).digest('hex')
  const mac = createHmac('sha256', key).update(`${seconds}\n${method}\n${path}\n${body}`).digest('hex')
  return `Gatelist-Operator ${seconds}.${mac}`
}

function expectSigned(secret = SECRET): void {
  const [asked] = server.asked
  if (asked === undefined) throw new Error('nothing was asked')
  expect(asked.headers.authorization).toBe(signatureOf(asked, secret))
}

describe('admin token create', () => {
  it('asks for a token, signed with the master secret', async () => {
    const more = ['--name', 'ci', '--ttl', '90d', '--allowed-cidrs', '10.0.0.0/8, ::1', '--replace']
    expect((await run([...createToken, ...more], withSecret)).code).toBe(0)
    expect(server.asked.map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'POST',
        '/v1/operator/tokens',
        {
          workspace: 'Acme',
          name: 'ci',
          role: 'write',
          ttl: '90d',
          allowed_cidrs: ['10.0.0.0/8', '::1'],
          replace: true,
        },
      ],
    ])
    expectSigned()
  })

  it('prints the token alone with --quiet', async () => {
    expect(await run([...createToken, '-q'], withSecret)).toEqual({ code: 0, stdout: 'gl_mgmt_x\n', stderr: '' })
  })

  it('is content with one that is there, and says what cannot be had', async () => {
    reply = { body: { created: false, token, secret: '' } }
    const { code, stdout, stderr } = await run([...createToken, '-q'], withSecret)
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain('cannot be shown again. --replace makes a new one')
  })

  test.each([
    [409, { error: 'two workspaces' }, 1],
    // The server does not tell who signs wrongly that there is something to sign for.
    [404, { error: 'Not found' }, 3],
  ])('ends an answer of %i %j with %i', async (status, body, code) => {
    reply = { status, body }
    expect((await run(createToken, withSecret)).code).toBe(code)
  })

  it('is for the machine of the server only', async () => {
    const { code, stderr } = await gatelist([...createToken, '-e', 'https://gate.example'], withSecret)
    expect(code).toBe(2)
    expect(stderr).toContain('is another machine')
  })
})

describe('the master secret', () => {
  const folder = () => mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-secret-`))
  const keep = (dataDir: string, secret: string) => {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(join(dataDir, 'secret'), `${secret}\n`)
  }

  it('is found in .data of the current folder', async () => {
    const cwd = folder()
    keep(join(cwd, '.data'), SECRET)
    await run(createToken, { cwd })
    expectSigned()
  })

  it('is found in DATA_DIR, of the environment or of .env', async () => {
    const [cwd, dataDir] = [folder(), folder()]
    keep(dataDir, SECRET)
    await run(createToken, { cwd, env: { DATA_DIR: dataDir } })
    writeFileSync(join(cwd, '.env'), 'DATA_DIR=data\n')
    keep(join(cwd, 'data'), SECRET)
    await run(createToken, { cwd })
    expect(server.asked).toHaveLength(2)
    expectSigned()
  })

  it('is the one of .env before that of a file, and the one of the environment before both', async () => {
    const cwd = folder()
    keep(join(cwd, '.data'), 'x'.repeat(40))
    writeFileSync(join(cwd, '.env'), `GATELIST_SECRET='${SECRET}'\n`)
    await run(createToken, { cwd })
    expectSigned()
    server.asked.length = 0
    await run(createToken, { cwd, env: { GATELIST_SECRET: 'y'.repeat(40) } })
    expectSigned('y'.repeat(40))
  })

  it('is missed in words', async () => {
    const { code, stderr } = await run(createToken)
    expect([code, server.asked]).toEqual([2, []])
    expect(stderr).toContain("the server's master secret was not found")
    expect((await run(createToken, { env: { GATELIST_SECRET: 'short' } })).stderr).toContain('at least 32')
  })
})

describe('admin user create', () => {
  const createUser = ['admin', 'user', 'create', '--email', 'ada@example.com', '--password-stdin']

  it('takes the password from standard input', async () => {
    reply = { body: { created: true, user_id: 'u1', email: 'ada@example.com', workspace_name: 'Ada' } }
    const around = { ...withSecret, stdin: 'correct horse\n' }
    const { code } = await run([...createUser, '--name', 'Ada', '--workspace', 'W'], around)
    expect(code).toBe(0)
    expect(server.asked[0]?.body).toEqual({
      email: 'ada@example.com',
      password: 'correct horse',
      name: 'Ada',
      workspace: 'W',
    })
    expectSigned()
  })

  it('leaves an account alone that is there', async () => {
    reply = { body: { created: false, user_id: 'u1', email: 'ada@example.com' } }
    const { code, stderr } = await run(createUser, { ...withSecret, stdin: 'p' })
    expect(code).toBe(0)
    expect(stderr).toContain('exists already; nothing was changed')
  })
})

describe('staff that was lost', () => {
  const email = ['--email', 'ada@example.com']

  it('is given back by a role', async () => {
    reply = { body: { changed: true, user_id: 'u1', email: 'ada@example.com', role: 'staff' } }
    const done = await run(['admin', 'staff', 'grant', ...email, '--role', 'staff', '-q'], withSecret)
    expect(done).toEqual({ code: 0, stdout: 'u1\n', stderr: '' })
    expect(server.asked.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/operator/staff', { email: 'ada@example.com', role: 'staff' }],
    ])
    expectSigned()
  })

  it('is asked which role, and of which account', async () => {
    for (const wrong of [['--role', 'owner', ...email], email, ['--role', 'staff']])
      expect((await run(['admin', 'staff', 'grant', ...wrong], withSecret)).code).toBe(2)
    expect(server.asked).toEqual([])
  })

  it('gets in without the second factor', async () => {
    reply = { body: { changed: false, user_id: 'u1', email: 'ada@example.com' } }
    const { code, stderr } = await run(['admin', 'user', 'reset-second-factor', ...email], withSecret)
    expect([code, stderr]).toEqual([0, expect.stringContaining('has no second factor; nothing was changed')])
    expect(server.asked.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/operator/second-factor-resets', { email: 'ada@example.com' }],
    ])
    expectSigned()
  })
})
