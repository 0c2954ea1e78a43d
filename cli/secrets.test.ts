import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { gatelist, problem, type Reply, stubServer } from './fixtures.ts'

const fine: Reply = { body: { is_valid: true } }
let server: Awaited<ReturnType<typeof stubServer>>
let reply = fine
beforeAll(async () => {
  server = await stubServer(() => reply)
})
afterAll(() => server.close())
beforeEach(() => {
  reply = fine
  server.asked.length = 0
})

const verify = () => ['keys', 'verify', '-e', server.url]
const batch = () => ['keys', 'batch-verify', '-e', server.url]
const importKey = () => ['keys', 'imported', 'import', 'n', '--actor', 'a', '-e', server.url]

test.each([
  ['standard input, without its line end', () => [...verify(), '-'], { stdin: 'C 1\r\n' }, { credential: 'C 1' }],
  ['GATELIST_CREDENTIAL', verify, { env: { GATELIST_CREDENTIAL: 'C2' } }, { credential: 'C2' }],
  ['a hidden prompt', verify, { typed: 'C34\u007f\r' }, { credential: 'C3' }],
  [
    'standard input, one a line',
    () => [...batch(), '-'],
    { stdin: 'A\nB\n' },
    { requests: [{ credential: 'A' }, { credential: 'B' }] },
  ],
  [
    'standard input, for --raw-key',
    () => [...importKey(), '--raw-key', '-'],
    { stdin: 'R\n' },
    { name: 'n', actor_id: 'a', raw_key: 'R' },
  ],
  ['GATELIST_RAW_KEY', importKey, { env: { GATELIST_RAW_KEY: 'R2' } }, { name: 'n', actor_id: 'a', raw_key: 'R2' }],
])('a secret comes by %s', async (_, args, around, body) => {
  const { stderr } = await gatelist(args(), around)
  expect(server.asked.map((asked) => asked.body)).toEqual([body])
  expect(stderr).not.toMatch(/C3|C34/)
})

it('a prompt that is interrupted ends with 130', async () => {
  expect(await gatelist(verify(), { typed: 'C\u0003' })).toMatchObject({ code: 130 })
})

describe('in the clear', () => {
  const far = ['-e', 'http://gate.example.invalid']

  test.each([
    ['the management token', ['keys', 'issued', 'list', ...far]],
    ['a credential', ['keys', 'self-revoke', 'C', ...far]],
  ])('%s is not sent to another machine', async (_, args) => {
    const { code, stderr } = await gatelist(args)
    expect(code).toBe(2)
    expect(stderr).toContain('--insecure-http')
  })

  it('goes on when told to, and needs no telling without a secret', async () => {
    for (const args of [
      ['keys', 'issued', 'list', '--insecure-http', ...far],
      ['ip', ...far],
    ])
      expect((await gatelist(args)).stderr).toContain('cannot be reached')
  })

  test.each(['http://localhost:1', 'http://a.localhost:1', 'http://[::1]:1', 'http://127.9.9.9:1'])(
    '%s is this machine',
    async (url) => {
      expect((await gatelist(['keys', 'issued', 'list', '-e', url])).stderr).not.toContain('--insecure-http')
    },
  )

  test.each(['localhost:3000', 'ftp://h', 'https://u:p@h', 'https://h/?a', 'h'])('%s is no endpoint', async (url) => {
    expect((await gatelist(['ip', '-e', url])).code).toBe(2)
  })
})

describe('login', () => {
  const home = () => mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-login-`))
  const loggedOut = (XDG_CONFIG_HOME: string) => ({ env: { GATELIST_TOKEN: '', XDG_CONFIG_HOME } })
  const login = (folder: string) =>
    gatelist(['login', '--token-stdin', '-e', server.url], { ...loggedOut(folder), stdin: 'T1\n' })

  it('says how a script gives the token', async () => {
    const { code, stderr } = await gatelist(['login', '-e', server.url], loggedOut(home()))
    expect(code).toBe(2)
    expect(stderr).toContain('give it on standard input with --token-stdin, or in GATELIST_TOKEN')
  })

  it('keeps the token where only its owner can read it, and later commands use it', async () => {
    const folder = home()
    expect(await login(folder)).toMatchObject({ code: 0, stdout: '' })
    const path = join(folder, 'gatelist', 'config.json')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ url: server.url, token: 'T1' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'gatelist')).mode & 0o777).toBe(0o700)
    expect((await gatelist(['keys', 'issued', 'list'], loggedOut(folder))).code).toBe(0)
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer T1', 'Bearer T1'])
    expect((await gatelist(['logout'], loggedOut(folder))).code).toBe(0)
    expect(existsSync(path)).toBe(false)
    expect((await gatelist(['keys', 'issued', 'list', '-e', server.url], loggedOut(folder))).code).toBe(3)
  })

  it('does not send the kept token to a server that it was not kept for', async () => {
    const folder = home()
    await login(folder)
    const other = await stubServer(() => fine)
    const { code, stderr } = await gatelist(['keys', 'issued', 'list', '-e', other.url], loggedOut(folder))
    await other.close()
    expect([code, other.asked]).toEqual([3, []])
    expect(stderr).toContain(`the kept token is for ${server.url}`)
  })

  it('lets variables go before what is kept', async () => {
    const folder = home()
    await login(folder)
    await gatelist(['keys', 'issued', 'list'], { env: { GATELIST_TOKEN: 'T2', XDG_CONFIG_HOME: folder } })
    expect(server.asked.at(-1)?.headers.authorization).toBe('Bearer T2')
  })

  it('keeps nothing that the server refuses, but a token that may not list is one', async () => {
    const folder = home()
    const path = join(folder, 'gatelist', 'config.json')
    reply = problem(401, 'UNAUTHENTICATED', 'no')
    expect((await login(folder)).code).toBe(3)
    reply = problem(403, 'PERMISSION_DENIED', 'no', { reason: 'IP_NOT_ALLOWED' })
    expect((await login(folder)).code).toBe(5)
    expect(existsSync(path)).toBe(false)
    reply = problem(403, 'PERMISSION_DENIED', 'no', { reason: 'FORBIDDEN' })
    expect((await login(folder)).code).toBe(0)
    expect(existsSync(path)).toBe(true)
  })

  it('refuses a file that others can read, or that is none of ours', async () => {
    const folder = home()
    await login(folder)
    const path = join(folder, 'gatelist', 'config.json')
    chmodSync(path, 0o644)
    expect((await gatelist(['keys', 'issued', 'list'], loggedOut(folder))).stderr).toContain('read by others')
    chmodSync(path, 0o600)
    writeFileSync(path, '{"token":')
    expect((await gatelist(['keys', 'issued', 'list'], loggedOut(folder))).stderr).toContain('cannot be read')
    expect((await login(folder)).code).toBe(0)
  })
})
