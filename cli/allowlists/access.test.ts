import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, gatelist, key, problem, type Reply, stubServer } from '../fixtures.ts'

const path = `/v2alpha1/admin/issuedApiKeys/${key.key_id}`
const bypass = {
  start_time: '2026-11-27T12:00:00Z',
  end_time: '2026-11-27T12:15:00Z',
  reason: 'Outage',
  opened_by: 'token ci',
}
const callers = {
  callers: [
    { address: '203.0.113.7', outcome: 'allowed', is_let_through: true, count: '12' },
    { address: null, outcome: 'ip_unknown', is_let_through: false, count: '1' },
    { address: '198.51.100.9', outcome: 'ip_not_allowed', is_let_through: false, count: '3' },
  ],
}

let refuse: Reply | null
let server: Awaited<ReturnType<typeof stubServer>>

function reply({ method, path: asked }: Asked): Reply {
  if (method === 'GET') return { body: asked.includes('/callers') ? callers : key }
  if (refuse !== null) return refuse
  if (asked.includes('dry_run')) return { body: { dry_run: true, effect: dryEffect } }
  if (asked.includes(':endBypass')) return { status: 204 }
  return { body: asked.includes(':bypass') ? bypass : { ...key, access_mode: 'ACCESS_MODE_REPORT' } }
}

const dryEffect = {
  refused_callers: ['203.0.113.7'],
  lockout_risk: { callers: [{ address: '203.0.113.7' }, { address: null }] },
}

beforeAll(async () => {
  server = await stubServer(reply)
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
  refuse = null
})

const keys = (...args: string[]) => gatelist(['keys', ...args, '-e', server.url])
const written = () => server.asked.filter(({ method }) => method !== 'GET').map((asked) => [asked.path, asked.body])

describe('keys mode', () => {
  it.each([
    ['any', 'ACCESS_MODE_OPEN'],
    ['report', 'ACCESS_MODE_REPORT'],
    ['enforce', 'ACCESS_MODE_ENFORCE'],
  ])('sets %s', async (to, access_mode) => {
    expect((await keys('mode', key.key_id, '--to', to)).code).toBe(0)
    expect(written()).toEqual([[`${path}/allowlist:setMode`, { access_mode }]])
  })

  it('opens nothing that was not agreed to at a terminal', async () => {
    const args = ['keys', 'mode', key.key_id, '--to', 'any', '-e', server.url]
    expect((await gatelist(args, { typed: 'n\r' })).code).not.toBe(0)
    expect(written()).toEqual([])
  })

  it('asks for a mode that there is', async () => {
    expect((await keys('mode', key.key_id)).code).toBe(2)
    expect((await keys('mode', key.key_id, '--to', 'open')).code).toBe(2)
    expect(server.asked).toEqual([])
  })
})

describe('a change that would refuse who calls', () => {
  it('fails, saying whom and how to go on', async () => {
    refuse = problem(409, 'FAILED_PRECONDITION', '203.0.113.7 called just now: this change would refuse it.', {
      reason: 'LOCKOUT_RISK',
    })
    const { code, stderr } = await keys('mode', key.key_id, '--to', 'enforce')
    expect(code).toBe(1)
    expect(stderr).toContain('203.0.113.7 called just now')
    expect(stderr).toContain('--confirm-lockout')
  })

  it.each([
    ['mode', ['--to', 'enforce']],
    ['allow', ['192.0.2.1']],
  ])('is confirmed on keys %s', async (command, args) => {
    await keys(command, key.key_id, ...args, '--confirm-lockout', '203.0.113.7,::/0')
    expect(String(written()[0]?.[0])).toContain('confirm_lockout=203.0.113.7%2C%3A%3A%2F0')
  })

  it('is told by a dry run, with what a confirmation must name', async () => {
    const { stdout } = await keys('mode', key.key_id, '--to', 'enforce', '--dry-run')
    expect(stdout).toContain('--confirm-lockout must name: 203.0.113.7, an unknown address')
  })
})

describe('keys bypass', () => {
  it('opens a key for a while, and says until when', async () => {
    const { code, stderr } = await keys('bypass', key.key_id, '--for', '15m', '--reason', 'Outage')
    expect([code, written()]).toEqual([0, [[`${path}/allowlist:bypass`, { duration: '15m', reason: 'Outage' }]]])
    expect(stderr).toContain('until 2026-11-27T12:15:00Z')
  })

  it('ends it', async () => {
    expect((await keys('bypass', key.key_id, '--end')).code).toBe(0)
    expect(written()).toEqual([[`${path}/allowlist:endBypass`, undefined]])
  })

  it.each([
    [['--for', '61m', '--reason', 'x']],
    [['--for', '30s', '--reason', 'x']],
    [['--for', '5m']],
    [['--reason', 'x']],
    [[]],
    [['--end', '--for', '5m']],
  ])('refuses %j before it asks the server', async (args) => {
    expect((await keys('bypass', key.key_id, ...args)).code).toBe(2)
    expect(server.asked).toEqual([])
  })
})

describe('keys callers', () => {
  it.each([
    [[], ['203.0.113.7', '198.51.100.9']],
    [['--refused'], ['198.51.100.9']],
    [['--let-through'], ['203.0.113.7']],
  ])('%j lists %j', async (args, addresses) => {
    const { stdout } = await keys('callers', key.key_id, ...args, '--quiet')
    expect(stdout.trim().split('\n')).toEqual(addresses)
  })

  it('refuses what it cannot read', async () => {
    expect((await keys('callers', key.key_id, '--days', '0')).code).toBe(2)
    expect((await keys('callers', key.key_id, '--refused', '--let-through')).code).toBe(2)
  })
})
