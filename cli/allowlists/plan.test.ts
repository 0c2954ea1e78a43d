import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { gatelist, key, stubServer } from '../fixtures.ts'
import { entry, type FakeKey, fakeKey } from './fake-key.ts'

const now = new Date('2026-06-01T00:00:00Z')
const OPEN = 'ACCESS_MODE_OPEN'
const ENFORCE = 'ACCESS_MODE_ENFORCE'
let state: FakeKey
let server: Awaited<ReturnType<typeof stubServer>>
beforeAll(async () => {
  server = await stubServer((asked) => state.reply(asked))
})
afterAll(() => server.close())
beforeEach(() => {
  state = fakeKey(ENFORCE, [entry('10.0.0.0/8', { note: 'office' }), entry('203.0.113.7')])
  server.asked.length = 0
})

const path = join(mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-plan-`)), 'allowlists.yaml')
const run = (verb: 'plan' | 'apply', file: string, more: string[] = [], around = {}) => {
  writeFileSync(path, file)
  return gatelist(['keys', verb, '-f', path, '-e', server.url, ...more], { now, ...around })
}
const writes = () =>
  server.asked
    .filter(({ method, path }) => method !== 'GET' && !path.includes('dry_run'))
    .map(({ method, body, headers }) => [method, body, headers['if-match']])
const cidrs = () => state.entries.map(({ cidr }) => cidr)

const same = 'keys:\n  payments:\n    cidrs: [10.0.0.0/8, 203.0.113.7]\n'
const other = `keys:
  payments:
    cidrs:
      - 10.9.9.9/8 # the same network
      - cidr: 198.51.100.0-198.51.100.2
        note: build machines
        expires: 2026-12-31T00:00:00Z
`

describe('keys plan', () => {
  it('is in sync when the file says what is there', async () => {
    expect(await run('plan', same, ['--exit-code'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('in sync'),
    })
    expect(await run('plan', same.replace('payments', key.key_id))).toMatchObject({ code: 0 })
  })

  it('shows what differs, and exits with 1 only when asked to', async () => {
    const { code, stdout } = await run('plan', other)
    expect(code).toBe(0)
    expect(stdout).toBe(`payments (${key.key_id})
  + 198.51.100.0/31  # build machines  until 2026-12-31T00:00:00.000Z
  + 198.51.100.2/32  # build machines  until 2026-12-31T00:00:00.000Z
  ? 203.0.113.7  (not in the file; stays without --prune)
2 to add, 0 to change, 0 to remove, 1 not in the file and staying.
`)
    expect((await run('plan', other, ['--exit-code'])).code).toBe(1)
    expect((await run('plan', other, ['--prune'])).stdout).toContain('- 203.0.113.7')
    expect(writes()).toEqual([])
  })

  it('tells who called lately and would be refused', async () => {
    state.refusedCallers = ['203.0.113.7']
    expect((await run('plan', other, ['--prune'])).stdout).toContain('called lately and will be refused: 203.0.113.7')
    const asked = server.asked.find(({ path }) => path.includes('dry_run'))
    expect(asked?.body).toEqual({
      ip_restriction: { allowed_cidrs: ['10.0.0.0/8', '198.51.100.0/31', '198.51.100.2/32'] },
    })
  })

  it('is data for programs', async () => {
    const { stdout } = await run('plan', other, ['--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ in_sync: false, keys: [{ key_id: key.key_id, remove: [] }] })
  })
})

test.each([
  ['an empty list', 'keys: {payments: {cidrs: []}}', 'say open: true'],
  ['no list', 'keys: {payments: {}}', 'cidrs is not a list'],
  ['a mistyped name', 'keys: {payments: {cidr: [10.0.0.1]}}', 'cidr is not known'],
  ['a list and open', 'keys: {payments: {open: true, cidrs: [10.0.0.1]}}', 'one of the two'],
  ['open that is neither', 'keys: {payments: {open: yes}}', 'true or false'],
  ['a bad address', 'keys: {payments: {cidrs: [10.0.0.256]}}', 'cidrs[0]: 10.0.0.256'],
  ['a network twice', 'keys: {payments: {cidrs: [10.0.0.1/8, 10.0.0.0/8]}}', 'twice'],
  ['a key twice', 'keys: {payments: {cidrs: [10.0.0.1]}, payments: {cidrs: [10.0.0.1]}}', 'unique'],
  ['a key by id and by name', `keys: {payments: {cidrs: [10.0.0.1]}, ${key.key_id}: {cidrs: [10.0.0.1]}}`, 'same key'],
  [
    'a time without an offset',
    'keys: {payments: {cidrs: [{cidr: 10.0.0.1, expires: 2026-12-31}]}}',
    'expires is a time',
  ],
  ['what is not YAML', ': : [', 'at line 1, column 3\n'],
  ['no key', 'keys: {}', 'no key'],
  ['nothing', '', 'not a mapping'],
])('refuses a file with %s and changes nothing', async (_, file, message) => {
  const { code, stderr } = await run('apply', file, ['--yes', '--prune'])
  expect(stderr).toContain(message)
  expect([code, writes()]).toEqual([2, []])
})

describe('keys apply', () => {
  it('adds first, each write bound to the state that the one before left, and prunes only when told', async () => {
    await run('apply', other)
    expect(cidrs()).toEqual(['10.0.0.0/8', '203.0.113.7', '198.51.100.0/31', '198.51.100.2/32'])
    expect(writes().map(([method, , etag]) => [method, etag])).toEqual([
      ['POST', '"1"'],
      ['POST', '"2"'],
    ])
    expect(state.entries.at(-1)).toMatchObject({ note: 'build machines', expire_time: '2026-12-31T00:00:00.000Z' })
    expect((await run('apply', other, ['--prune'])).code).toBe(0)
    expect(cidrs()).not.toContain('203.0.113.7')
    expect((await run('plan', other, ['--exit-code'])).code).toBe(0)
  })

  it('changes what is there: switch, expiry and note', async () => {
    state.entries = [entry('10.0.0.0/8', { enabled: false, expire_time: '2026-01-01T00:00:00Z', note: 'old' })]
    await run('apply', 'keys: {payments: {cidrs: [{cidr: 10.0.0.0/8, note: new}]}}')
    expect(writes()).toEqual([['PATCH', { enabled: true, expire_time: null, note: 'new' }, '"1"']])
  })

  it('leaves a note alone that the file does not speak of', async () => {
    await run('apply', same)
    expect(writes()).toEqual([])
  })

  it('stops at a change of another hand', async () => {
    state.meanwhile = () => {
      state.version = 9
    }
    const { code, stderr } = await run('apply', other)
    expect(code).toBe(1)
    expect(stderr).toContain('changed by somebody else')
    expect(cidrs()).toEqual(['10.0.0.0/8', '203.0.113.7'])
  })

  it('gives an open key its whole list at once, then notes and times', async () => {
    state = fakeKey(OPEN, [])
    await run('apply', other)
    const [first, ...rest] = writes()
    expect(first).toEqual([
      'PATCH',
      { ip_restriction: { allowed_cidrs: ['10.9.9.9/8', '198.51.100.0/31', '198.51.100.2/32'] } },
      '"1"',
    ])
    expect(rest.map(([method, body]) => [method, body])).toEqual(
      Array(2).fill(['PATCH', { note: 'build machines', expire_time: '2026-12-31T00:00:00.000Z' }]),
    )
    expect((await run('plan', other, ['--exit-code'])).code).toBe(0)
  })

  it('does not bring back what was off or over when it closes an open key', async () => {
    const over = { expire_time: '2026-01-01T00:00:00Z' }
    state = fakeKey(OPEN, [entry('192.0.2.1', { enabled: false }), entry('192.0.2.2', over), entry('192.0.2.3')])
    expect((await run('apply', 'keys: {payments: {cidrs: [10.0.0.0/8]}}')).code).toBe(0)
    expect(writes()).toEqual([['PATCH', { ip_restriction: { allowed_cidrs: ['192.0.2.3/32', '10.0.0.0/8'] } }, '"1"']])
  })

  it('opens a key only for open: true, and a script must say --yes', async () => {
    const open = 'keys: {payments: {open: true}}'
    expect((await run('apply', open)).code).toBe(2)
    expect(state.mode).toBe(ENFORCE)
    expect((await run('apply', open, ['--yes'])).code).toBe(0)
    expect([state.mode, cidrs()]).toEqual([OPEN, []])
    expect((await run('plan', open, ['--exit-code'])).code).toBe(0)
  })

  it('wants --yes from a script before it refuses somebody who called lately', async () => {
    state.refusedCallers = ['203.0.113.7']
    expect((await run('apply', other, ['--prune'])).code).toBe(2)
    expect(writes()).toEqual([])
    expect((await run('apply', other, ['--prune', '--yes'])).code).toBe(0)
  })

  it('asks at a terminal', async () => {
    expect(await run('apply', other, [], { typed: 'n\r' })).toMatchObject({ code: 1 })
    expect(writes()).toEqual([])
    expect(await run('apply', other, [], { typed: 'y\r' })).toMatchObject({ code: 0 })
    expect(writes()).toHaveLength(2)
  })

  it('refuses to leave a list whose every entry is over', async () => {
    const over = 'keys: {payments: {cidrs: [{cidr: 192.0.2.1, expires: 2026-05-01T00:00:00Z}]}}'
    expect((await run('apply', over, ['--prune', '--yes'])).code).toBe(1)
    expect(writes()).toEqual([])
  })

  it('does nothing with --dry-run', async () => {
    expect((await run('apply', other, ['--dry-run'])).code).toBe(0)
    expect(writes()).toEqual([])
  })
})
