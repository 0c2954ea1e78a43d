import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type Asked, gatelist, key, type Reply, stubServer } from '../fixtures.ts'
import { entry, type FakeKey, fakeKey } from './fake-key.ts'

const ENFORCE = 'ACCESS_MODE_ENFORCE'
let state: FakeKey
let check: Reply
let admitting: (asked: Asked) => Reply
let server: Awaited<ReturnType<typeof stubServer>>
beforeAll(async () => {
  server = await stubServer((asked) => {
    if (asked.path.includes(':admitting')) return admitting(asked)
    return asked.path.includes(':check') ? check : state.reply(asked)
  })
})
afterAll(() => server.close())
beforeEach(() => {
  state = fakeKey(ENFORCE, [entry('10.0.0.0/8', { note: 'office' }), entry('203.0.113.7')])
  server.asked.length = 0
})

const keys = (...args: string[]) => gatelist(['keys', ...args, '-e', server.url])
const writes = () =>
  server.asked.filter(({ method }) => method !== 'GET').map(({ method, path, body }) => [method, path, body])
const entriesPath = `/v2alpha1/admin/issuedApiKeys/${key.key_id}/allowlist/entries`

describe('keys allow', () => {
  it('adds an entry with its time and note', async () => {
    const { code, stderr } = await keys('allow', key.key_id, '192.0.2.1', '--for', '2h', '--note', 'at home')
    expect(code).toBe(0)
    expect(stderr).toContain('192.0.2.1 may use payments')
    expect(writes()).toEqual([['POST', entriesPath, { cidr: '192.0.2.1', note: 'at home', ttl: '2h' }]])
  })

  it('takes the address that the server sees with --me', async () => {
    await keys('allow', key.key_id, '--me', '--until', '2030-01-31T18:00:00+01:00')
    expect(writes()).toEqual([['POST', entriesPath, { cidr: '198.51.100.9', expire_time: '2030-01-31T17:00:00.000Z' }]])
  })

  it('switches an entry on that is there, with the new time and without losing its note', async () => {
    state.entries = [entry('203.0.113.7', { enabled: false, note: 'vpn', expire_time: '2020-01-01T00:00:00Z' })]
    expect((await keys('allow', key.key_id, '203.0.113.7/32', '--for', '1h')).code).toBe(0)
    expect(writes().at(-1)).toEqual(['PATCH', `${entriesPath}/e-203.0.113.7%2F32`, { enabled: true, ttl: '1h' }])
    await keys('allow', key.key_id, '203.0.113.7')
    // Without a time it is for good, also where it had one.
    expect(state.entries[0]).toMatchObject({ enabled: true, note: 'vpn', expire_time: null })
  })

  it('says when it restricts a key that was open', async () => {
    state = fakeKey('ACCESS_MODE_OPEN', [])
    expect((await keys('allow', key.key_id, '203.0.113.7')).stderr).toContain('worked from any address before')
  })

  it('finds a key by its name', async () => {
    expect((await keys('allow', 'payments', '192.0.2.1')).code).toBe(0)
    expect((await keys('allow', 'nobody', '192.0.2.1')).code).toBe(4)
  })

  it('refuses a time that it cannot read, before it asks the server', async () => {
    for (const time of ['5x', '0s', '']) {
      expect(await keys('allow', key.key_id, '192.0.2.1', '--for', time)).toMatchObject({ code: 2 })
    }
    expect(server.asked).toEqual([])
  })

  it('masks host bits in the open and refuses ranges', async () => {
    expect((await keys('allow', key.key_id, '192.0.2.77/24')).stderr).toContain('192.0.2.0/24')
    expect(await keys('allow', key.key_id, '192.0.2.0-192.0.2.2')).toMatchObject({ code: 2 })
  })
})

describe('keys deny', () => {
  test.each(['203.0.113.7', '203.0.113.7/32', '::ffff:203.0.113.7', 'e-203.0.113.7/32'])(
    'removes the entry that is exactly %s',
    async (named) => {
      expect((await keys('deny', key.key_id, named)).code).toBe(0)
      expect(state.entries.map(({ cidr }) => cidr)).toEqual(['10.0.0.0/8'])
    },
  )

  it('touches no wider entry that was not named, and names it', async () => {
    const { code, stderr } = await keys('deny', key.key_id, '10.1.2.3')
    expect(code).toBe(1)
    expect(stderr).toContain('it is admitted by 10.0.0.0/8 (entry e-10.0.0.0/8)')
    expect(writes()).toEqual([])
  })

  it('ends with "not found" when nothing admits it', async () => {
    expect((await keys('deny', key.key_id, '192.0.2.1')).code).toBe(4)
  })

  it('says when the list is empty and the key refuses everyone', async () => {
    state.entries = [entry('203.0.113.7'), entry('192.0.2.0/24', { enabled: false })]
    expect((await keys('deny', key.key_id, '203.0.113.7')).stderr).toContain('refuses every address')
  })
})

it('keys entries tells which are in force', async () => {
  state.entries.push(
    entry('192.0.2.1', { enabled: false }),
    entry('192.0.2.2', { expire_time: '2020-01-01T00:00:00Z' }),
  )
  const { stdout } = await keys('entries', key.key_id)
  const states = stdout.split('\n').map((line) => /\b(on|off|expired)\b/.exec(line)?.[0])
  expect(states).toEqual([undefined, 'on', 'on', 'off', 'expired', undefined])
})

describe('keys check', () => {
  it('names the entry that admits an address, in canonical form', async () => {
    check = { body: { allowed: true, access_mode: ENFORCE, address: '10.1.2.3', entry: entry('10.0.0.0/8') } }
    const { code, stderr } = await keys('check', key.key_id, '::ffff:10.1.2.3')
    expect([code, stderr]).toEqual([0, '10.1.2.3 is admitted by 10.0.0.0/8.\n'])
    expect(server.asked.at(-1)?.path).toContain('/allowlist:check?ip=10.1.2.3')
  })

  it('ends with 5 and the nearest miss', async () => {
    const nearest = { entry: entry('203.0.113.7'), message: '203.0.113.8 is 1 past 203.0.113.7', suggestion: 'Add it.' }
    check = { body: { allowed: false, access_mode: ENFORCE, address: '203.0.113.8', entry: null, nearest } }
    const { code, stderr } = await keys('check', key.key_id, '203.0.113.8')
    expect([code, stderr]).toEqual([5, '203.0.113.8 is refused. 203.0.113.8 is 1 past 203.0.113.7. Add it.\n'])
  })

  it('says by what an address is let through, where that is no entry of the key', async () => {
    const explanation = 'Let through: 10.0.0.0/8 of the named list VPN admits it.'
    const through = { through: 'THROUGH_ENTRY', allowlist: { allowlist_id: 'l', name: 'VPN' } }
    check = { body: { allowed: true, address: '10.1.2.3', entry: entry('10.0.0.0/8'), explanation, ...through } }
    const { code, stdout, stderr } = await keys('check', key.key_id, '10.1.2.3')
    expect([code, stderr]).toEqual([0, `10.1.2.3: ${explanation}\n`])
    expect(stdout).toContain('VPN')
  })
})

describe('keys admitting', () => {
  it('lists the keys of every page that an address opens', async () => {
    const found = (name: string, more: object) => ({ key_id: `id-${name}`, name, admits: 'ADMITS_ALL', ...more })
    const counts = { admitting_count: 1, partly_admitting_count: 1, other_count: 3 }
    const pages: Record<string, object> = {
      '': { ...counts, api_keys: [found('one', { through: 'THROUGH_OPEN' })], next_page_token: 'p2' },
      p2: { ...counts, api_keys: [found('two', { admits: 'ADMITS_PART', entries: [{ network: '10.0.0.0/8' }] })] },
    }
    admitting = (asked) => ({ body: pages[new URL(asked.path, server.url).searchParams.get('page_token') ?? ''] ?? {} })
    const { code, stdout, stderr } = await keys('admitting', '10.1.2.3/8')
    expect(code).toBe(0)
    expect(stderr).toContain('10.0.0.0/8 opens 1 key, and part of it 1 key more; 3 keys not.')
    expect(stdout).toMatch(/id-one +one +all of it +OPEN/)
    expect(stdout).toMatch(/id-two +two +part of it +10\.0\.0\.0\/8/)
  })

  it('ends with 5 when none is opened, and with 2 at what is no address', async () => {
    admitting = () => ({ body: { admitting_count: 0, partly_admitting_count: 0, other_count: 2, api_keys: [] } })
    expect((await keys('admitting', '--me')).code).toBe(5)
    expect((await keys('admitting', 'office')).code).toBe(2)
    expect((await keys('admitting')).code).toBe(2)
  })
})
