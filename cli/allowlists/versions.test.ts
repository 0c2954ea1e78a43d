import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type Asked, gatelist, key, problem, type Reply, stubServer } from '../fixtures.ts'

const path = `/v2alpha1/admin/issuedApiKeys/${key.key_id}`
let server: Awaited<ReturnType<typeof stubServer>>
let pages: object[][]

const version = (number: number, more: object = {}) => ({
  ...{ version_id: String(number), create_time: '2026-11-27T12:00:00Z', action: 'key.allowlist' },
  ...{ actor: 'ada@example.com', address: '203.0.113.7', door: 'dashboard', access_mode: 'ACCESS_MODE_ENFORCE' },
  ...{ entry_count: 2, added_count: 1, removed_count: 0, changed_count: 1, ...more },
})

const diff = {
  from: version(1),
  to: version(3),
  added: [{ network: '203.0.113.7/32', note: 'office', enabled: false, expire_time: '2030-01-31T12:00:00Z' }],
  removed: [{ network: '10.0.0.0/8', note: '', enabled: true }],
  changed: [{ before: { network: '::/0', note: 'a' }, after: { network: '::/0', note: '\u001b[2Jb' } }],
  access_mode: { before: 'ACCESS_MODE_ENFORCE', after: 'ACCESS_MODE_REPORT' },
  allowlists: { added: [{ allowlist_id: 'l', name: 'Egress' }], removed: [] },
  gained: { networks: [], address_count: '1' },
  lost: { networks: ['10.0.0.0/8'], address_count: '16777216' },
  is_exact: false,
}

function reply({ method, path: asked }: Asked): Reply {
  const url = new URL(asked, 'http://h')
  if (!url.pathname.startsWith(path)) return problem(404, 'NOT_FOUND', 'API key not found')
  if (url.pathname === path) return { body: key, headers: { ETag: '"1"' } }
  if (url.pathname.endsWith('versions:diff')) return { body: diff }
  if (method === 'POST') return url.searchParams.has('dry_run') ? { body: { dry_run: true } } : { body: key }
  const page = Number(url.searchParams.get('page_token') ?? 0)
  const next_page_token = page + 1 < pages.length ? String(page + 1) : ''
  return { body: { versions: pages[page] ?? [], next_page_token } }
}

beforeAll(async () => {
  server = await stubServer(reply)
})
afterAll(() => server.close())
beforeEach(() => {
  pages = [[version(3), version(2)], [version(1, { address: undefined, door: 'cli' })]]
  server.asked.length = 0
})

const keys = (...args: string[]) => gatelist(['keys', ...args, '-e', server.url])
const writes = () => server.asked.filter(({ method }) => method !== 'GET').map((asked) => [asked.path, asked.body])

describe('keys history', () => {
  it('tells who made each version, when, from where and how much it changed', async () => {
    const { code, stdout, stderr } = await keys('history', key.key_id)
    expect([code, stdout.split('\n')[1]?.split(/\s{2,}/)]).toEqual([
      0,
      ['3', '2026-11-27T12:00:00Z', 'ada@example.com', '203.0.113.7 dashboard', 'ENFORCE', '2', '+1 -0 ~1'],
    ])
    expect(stderr).toContain('--page-token 1, or --all')
  })

  it('goes through all pages, and prints the versions alone when asked to be quiet', async () => {
    expect((await keys('history', key.key_id, '--all', '-q')).stdout).toBe('3\n2\n1\n')
  })
})

describe('keys diff', () => {
  it('tells every kind of difference, without letting notes command the terminal', async () => {
    const { code, stdout, stderr } = await keys('diff', key.key_id, '1', '3')
    expect(code).toBe(0)
    expect(stdout.split('\n')).toEqual([
      'Access mode: ENFORCE before, REPORT after',
      '- 10.0.0.0/8',
      '+ 203.0.113.7/32  # office  off  until 2030-01-31T12:00:00Z',
      '~ ::/0  # [2Jb  (was ::/0  # a)',
      '+ named list Egress',
      'Addresses: 1 gained, 16777216 lost',
      '',
    ])
    expect(stderr).toContain('may not be exact')
    expect(server.asked.at(-1)?.path).toBe(`${path}/allowlist/versions:diff?from=1&to=3`)
  })
})

describe('keys restore', () => {
  it('asks for the version, with its mode when that is wanted', async () => {
    expect((await keys('restore', key.key_id, '2', '--confirm-lockout', '203.0.113.7')).code).toBe(0)
    expect((await keys('restore', key.key_id, '2', '--with-mode')).code).toBe(0)
    expect(writes()).toEqual([
      [`${path}/allowlist:restore?confirm_lockout=203.0.113.7`, { version_id: '2' }],
      [`${path}/allowlist:restore`, { version_id: '2', restore_access_mode: true }],
    ])
  })

  it('says what it would do, and does nothing, with --dry-run', async () => {
    const { stdout } = await keys('restore', key.key_id, '2', '--dry-run')
    expect(stdout).toContain('Dry run')
    expect(writes()).toEqual([[`${path}/allowlist:restore?dry_run=true`, { version_id: '2' }]])
  })

  it('asks first at a terminal', async () => {
    const args = ['keys', 'restore', key.key_id, '2', '-e', server.url]
    const { code, stderr } = await gatelist(args, { typed: 'n\n' })
    expect([code, stderr]).toEqual([1, expect.stringContaining('as it was in version 2')])
    expect(writes()).toEqual([])
  })
})

test.each([
  ['restore', '0'],
  ['restore', 'latest'],
  ['diff', '1', '-2x'],
])('%s of %s is wrong usage, before the server is asked', async (command, ...versions) => {
  expect((await keys(command, key.key_id, ...versions)).code).toBe(2)
  expect(server.asked).toEqual([])
})
