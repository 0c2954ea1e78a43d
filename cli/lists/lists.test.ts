import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, gatelist, key, type Reply, stubServer } from '../fixtures.ts'

const LISTS = '/v2alpha1/admin/allowlists'
const office = {
  allowlist_id: '0199a0b0-0000-7000-8000-0000000000aa',
  name: 'Office',
  key_count: 2,
  allowed_cidrs: ['203.0.113.0/24'],
}
const ceiling = { access_mode: 'ACCESS_MODE_OPEN', entry_count: 1, address_count: '1', allowed_cidrs: ['192.0.2.1'] }
const keyPath = `/v2alpha1/admin/issuedApiKeys/${key.key_id}`

let server: Awaited<ReturnType<typeof stubServer>>
beforeAll(async () => {
  server = await stubServer(reply)
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
})

function reply({ method, path }: Asked): Reply {
  if (path.includes('dry_run')) return { body: { dry_run: true } }
  if (path.startsWith('/v2alpha1/admin/ceiling')) return { body: ceiling }
  if (path.startsWith(keyPath)) return { body: path.includes('/allowlist/lists') ? { allowlists: [office] } : key }
  if (method === 'DELETE') return { status: 204 }
  return { body: path === LISTS && method === 'GET' ? { allowlists: [office] } : office }
}

const run = (...args: string[]) => gatelist([...args, '-e', server.url])
const written = () =>
  server.asked.filter(({ method }) => method !== 'GET').map(({ method, path, body }) => [method, path, body])

describe('lists', () => {
  it('are listed with who uses them', async () => {
    const { code, stdout } = await run('lists', 'list')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Office.*2 keys/)])
  })

  it.each(['Office', 'oFFICE', office.allowlist_id])('are found as %s', async (reference) => {
    expect((await run('lists', 'get', reference)).stdout).toContain('203.0.113.0/24')
  })

  it('that are not there are said not to be', async () => {
    expect((await run('lists', 'get', 'Nowhere')).code).toBe(4)
  })

  it('are made, changed and deleted', async () => {
    await run('lists', 'create', 'Egress', '--allowed-cidrs', '192.0.2.1-192.0.2.2', '--description', 'NAT')
    await run('lists', 'update', 'Office', '--allowed-cidrs', '198.51.100.0/24', '--confirm-lockout', '203.0.113.7')
    await run('lists', 'delete', 'Office')
    expect(written()).toEqual([
      ['POST', LISTS, { name: 'Egress', description: 'NAT', allowed_cidrs: ['192.0.2.1', '192.0.2.2'] }],
      ['PATCH', `${LISTS}/${office.allowlist_id}?confirm_lockout=203.0.113.7`, { allowed_cidrs: ['198.51.100.0/24'] }],
      ['DELETE', `${LISTS}/${office.allowlist_id}`, undefined],
    ])
  })

  it('are only looked at by a dry run', async () => {
    expect((await run('lists', 'update', 'Office', '--allowed-cidrs', '192.0.2.1', '--dry-run')).stdout).toContain(
      'nothing was changed',
    )
    expect(written()[0]?.[1]).toBe(`${LISTS}/${office.allowlist_id}?dry_run=true`)
  })

  it('are not changed by a command that says nothing, or nothing that can be read', async () => {
    expect((await run('lists', 'update', 'Office')).code).toBe(2)
    expect((await run('lists', 'create', 'X', '--allowed-cidrs', '10.0.0.1/33')).code).toBe(2)
    expect(written()).toEqual([])
  })
})

describe('keys lists', () => {
  it('tells which a key uses', async () => {
    expect((await run('keys', 'lists', key.key_id)).stdout).toContain('Office')
    expect(written()).toEqual([])
  })

  it.each([
    [['--use', 'office'], [office.allowlist_id]],
    [['--none'], []],
  ])('%j chooses them', async (args, allowlist_ids) => {
    expect((await run('keys', 'lists', key.key_id, ...args)).code).toBe(0)
    expect(written()).toEqual([['PUT', `${keyPath}/allowlist/lists`, { allowlist_ids }]])
  })

  it('changes nothing when one of them is not there, or both options are given', async () => {
    expect((await run('keys', 'lists', key.key_id, '--use', 'office,nowhere')).code).toBe(4)
    expect((await run('keys', 'lists', key.key_id, '--use', 'office', '--none')).code).toBe(2)
    expect(written()).toEqual([])
  })
})

describe('ceiling', () => {
  it('is shown, and off is said to be off', async () => {
    expect((await run('ceiling', 'get')).stdout).toMatch(/OFF.*192\.0\.2\.1/)
  })

  it('is changed in its list, its mode, or both', async () => {
    await run('ceiling', 'set', '--mode', 'report', '--allowed-cidrs', '203.0.113.0/24')
    expect(written()).toEqual([
      ['PATCH', '/v2alpha1/admin/ceiling', { access_mode: 'ACCESS_MODE_REPORT', allowed_cidrs: ['203.0.113.0/24'] }],
    ])
    expect((await run('ceiling', 'set')).code).toBe(2)
    expect((await run('ceiling', 'set', '--mode', 'open')).code).toBe(2)
  })
})
