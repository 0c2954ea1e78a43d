import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { gatelist, key, problem, type Reply, stubServer } from './fixtures.ts'

let server: Awaited<ReturnType<typeof stubServer>>
let reply: Reply
beforeAll(async () => {
  server = await stubServer(() => reply)
})
afterAll(() => server.close())

const run = (args: string[], answer: Reply) => {
  reply = answer
  return gatelist([...args, '-e', server.url])
}
const get = ['keys', 'issued', 'get', 'ID']

test.each([
  [problem(400, 'INVALID_ARGUMENT', 'no'), 1],
  [problem(401, 'UNAUTHENTICATED', 'no'), 3],
  [problem(402, 'PERMISSION_DENIED', 'no'), 1],
  [problem(403, 'PERMISSION_DENIED', 'no'), 5],
  [problem(404, 'NOT_FOUND', 'no'), 4],
  [problem(409, 'ALREADY_EXISTS', 'no'), 1],
  [problem(412, 'FAILED_PRECONDITION', 'no'), 1],
  [problem(429, 'RESOURCE_EXHAUSTED', 'no'), 1],
  [problem(503, 'UNAVAILABLE', 'no'), 1],
])(
  'of a refusal: %j ends with %i, in words with the request id, and nothing on standard output',
  async (answer, exit) => {
    const { code, stdout, stderr } = await run(get, answer)
    expect([code, stdout, stderr]).toEqual([exit, '', 'Error: keys issued get: no (request r-1)\n'])
  },
)

test.each([
  ['a token that is not taken', 'UNAUTHORIZED', 3, 'no: the management token is unknown, revoked or expired'],
  ['a key that nothing can be derived from', 'PARENT_KEY_INVALID', 5, 'the key is not valid, or not from this address'],
])('of %s: says what it was', async (_, reason, exit, message) => {
  const { code, stderr } = await run(get, problem(401, 'UNAUTHENTICATED', 'no', { reason }))
  expect([code, stderr]).toEqual([exit, `Error: keys issued get: ${message} (request r-1)\n`])
})

test.each([
  ['an answer of /v1', { status: 503, body: { error: 'later' } }, 'later'],
  ['an answer without a reason', { status: 500, body: {} }, 'the server answered 500'],
  ['a page instead of JSON', { status: 200, text: '<html>' }, 'something other than JSON'],
  ['a redirect', { status: 307, headers: { Location: 'https://evil.example/' } }, 'redirect to https://evil.example/'],
])('of %s: says what came', async (_, answer, message) => {
  const { code, stderr } = await run(get, answer)
  expect(stderr).toContain(message)
  expect(code).toBe(1)
})

it('asks nobody else when redirected', async () => {
  const other = await stubServer(() => ({ body: key }))
  await run(get, { status: 308, headers: { Location: other.url } })
  expect(other.asked).toEqual([])
  await other.close()
})

it('of a server that is not there', async () => {
  const { url, close } = await stubServer(() => ({}))
  await close()
  const { code, stderr } = await gatelist(['ip', '-e', url])
  expect(code).toBe(1)
  expect(stderr).toContain(`${url} cannot be reached`)
})

it('of a server that is silent: gives up after --timeout', async () => {
  const silent = await stubServer(() => new Promise(() => {}))
  const { code, stderr } = await gatelist(['ip', '-e', silent.url, '--timeout', '0.05'])
  await silent.close()
  expect([code, stderr]).toEqual([1, `Error: ip: ${silent.url} did not answer within 0.05 s\n`])
})

it('of an interrupt: 130', async () => {
  const abort = new AbortController()
  const silent = await stubServer(() => {
    abort.abort()
    return new Promise(() => {})
  })
  const { code } = await gatelist(['ip', '-e', silent.url], { signal: abort.signal })
  await silent.close()
  expect(code).toBe(130)
})

it('of issue: the secret once, in the answer alone', async () => {
  const answer = { issued_api_key: key, secret: 'gl_live_s' }
  const issue = ['keys', 'issue', 'n', '--actor', 'a']
  const json = await run([...issue, '--format', 'json'], { status: 201, body: answer })
  expect(JSON.parse(json.stdout)).toEqual(answer)
  expect(json.stderr).toBe(
    'API key issued.\n*** IMPORTANT: Save this API key securely, it will not be shown again! ***\n',
  )
  const quiet = await run([...issue, '-q'], { status: 201, body: answer })
  expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, 'gl_live_s\n', ''])
  const table = await run(issue, { status: 201, body: answer })
  const [head, row] = table.stdout.split('\n')
  expect(head?.split(/ {2,}/)).toEqual(['KEY ID', 'NAME', 'ACTOR ID', 'STATUS', 'SCOPES', 'ALLOWED IPS', 'SECRET'])
  expect(row?.split(/ {2,}/)).toEqual([
    key.key_id,
    'payments',
    'service_payments',
    'ACTIVE',
    'read,write',
    '127.0.0.1/32, 10.0.0.0/8',
    'gl_live_s',
  ])
})

it('of a repeated issue: there is no secret, and a script that wants one is told', async () => {
  const answer = { status: 201, body: { issued_api_key: key, secret: '' } }
  const issue = ['keys', 'issue', 'n', '--actor', 'a', '--idempotency-key', 'k']
  expect((await run(issue, answer)).stderr).toContain('Rotate the key')
  expect(await run([...issue, '-q'], answer)).toMatchObject({ code: 1, stdout: '' })
})

it('of verify: 0 and VALID, or 5 and INVALID with the reason', async () => {
  const valid = await run(['keys', 'verify', 'C'], {
    body: { is_valid: true, key_id: 'K', status: 'KEY_STATUS_ACTIVE', actor_id: 'a', scopes: ['r'] },
  })
  expect([valid.code, valid.stderr]).toEqual([0, 'API key is VALID\n'])
  expect(valid.stdout).toBe('KEY ID  IS VALID  STATUS  ACTOR ID  SCOPES\nK       true      ACTIVE  a         r\n')
  const refused = { is_valid: false, error_code: 'VERIFICATION_ERROR_IP_NOT_ALLOWED', error_message: 'Not here.' }
  const invalid = await run(['keys', 'verify', 'C', '--format', 'json'], { body: refused })
  expect(invalid.code).toBe(5)
  expect(invalid.stderr).toBe('API key is INVALID\nVERIFICATION_ERROR_IP_NOT_ALLOWED: Not here.\n')
  expect(JSON.parse(invalid.stdout)).toEqual(refused)
  const some = await run(['keys', 'batch-verify', 'A', 'B'], { body: { results: [{ is_valid: true }, refused] } })
  expect([some.code, some.stderr]).toEqual([5, '[1] VERIFICATION_ERROR_IP_NOT_ALLOWED: Not here.\n'])
})

it('of a key that is open: says so', async () => {
  const { stderr } = await run(['keys', 'issued', 'update', 'ID', '--allowed-cidrs', ''], {
    body: { ...key, access_mode: 'ACCESS_MODE_OPEN', ip_restriction: undefined },
  })
  expect(stderr).toContain('This key works from any address.')
})

it('of a key with a long list: the first entries, and how many more', async () => {
  const allowed_cidrs = Array.from({ length: 10_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`)
  const { stdout } = await run(get, { body: { ...key, ip_restriction: { allowed_cidrs } } })
  expect(stdout).toContain('10.0.0.8, 10.0.0.9, and 9990 more\n')
})

it('of a key that is being replaced: until when the old secret works, and who comes with it', async () => {
  const caller = { address: '192.0.2.7', count: '3', first_time: 'T1', last_time: 'T2' }
  const rotation = { grace_end_time: 'T3', old_secret_callers: [caller, { ...caller, address: null }] }
  const old = { ...key, replaced_by_key_id: 'NEW', rotation }
  const told = [
    'Rotated: the old secret works until T3, beside the key NEW.',
    '  192.0.2.7 came with the old secret: 3 times, last T2',
    '  an unknown address came with the old secret: 3 times, last T2',
    '',
  ].join('\n')
  expect((await run(get, { body: old })).stderr).toBe(told)
  expect((await run(get, { body: { ...old, status: 'KEY_STATUS_REVOKED' } })).stderr).toBe('')
  const rotated = await run(['keys', 'issued', 'rotate', 'ID', '--grace-period', '1h'], {
    status: 201,
    body: { issued_api_key: key, secret: 's', old_issued_api_key: old },
  })
  expect(rotated.stderr).toContain(told)
})

it('of a dry run: what would change and whom it concerns', async () => {
  const { stdout, stderr } = await run(['keys', 'issued', 'update', 'ID', '--allowed-cidrs', '::1', '--dry-run'], {
    body: {
      dry_run: true,
      changes: { fields: ['name'], allowlist: { added: ['::1/128'], removed: ['10.0.0.0/8'], addresses_after: '1' } },
      effect: {
        access_mode_before: 'ACCESS_MODE_OPEN',
        access_mode_after: 'ACCESS_MODE_ENFORCE',
        refused_callers: ['10.1.2.3'],
      },
    },
  })
  expect(stderr).toBe('')
  expect(stdout).toBe(
    `Dry run: nothing was changed.
Changed fields: name
  + ::1/128
  - 10.0.0.0/8
Addresses: ? before, 1 after (? gained, ? lost)
Access mode: OPEN before, ENFORCE after
Called lately and would be refused: 10.1.2.3
`,
  )
})

it('of a list: the next page is named, and --all reads it', async () => {
  const page = { issued_api_keys: [key], next_page_token: 'p2' }
  expect((await run(['keys', 'issued', 'list'], { body: page })).stderr).toBe(
    'There are more: --page-token p2, or --all\n',
  )
  const pages = await stubServer(({ path }) => ({
    body: path.includes('page_token=p2') ? { issued_api_keys: [{ ...key, key_id: 'K2' }], next_page_token: '' } : page,
  }))
  const all = await gatelist(['keys', 'issued', 'list', '--all', '-q', '-e', pages.url])
  await pages.close()
  expect(all.stdout).toBe(`${key.key_id}\nK2\n`)
  expect(pages.asked).toHaveLength(2)
})

it('of what cannot be undone: asks at a terminal, and only there', async () => {
  reply = { status: 204 }
  const revoke = ['keys', 'issued', 'revoke', 'ID', '-e', server.url]
  server.asked.length = 0
  expect(await gatelist(revoke, { typed: 'n\r' })).toMatchObject({ code: 1 })
  expect(server.asked).toHaveLength(0)
  expect(await gatelist(revoke, { typed: 'y\r' })).toMatchObject({ code: 0 })
  expect(await gatelist([...revoke, '--yes'], { typed: '' })).toMatchObject({ code: 0 })
  expect(await gatelist(revoke)).toMatchObject({ code: 0, stderr: 'API key revoked.\n' })
  expect(server.asked).toHaveLength(3)
})

it('of asking for help: 0, on standard output', async () => {
  const { code, stdout, stderr } = await gatelist(['keys', 'issue', '--help'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('--endpoint')
  expect((await gatelist([])).code).toBe(2)
})
