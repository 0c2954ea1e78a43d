import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createApiDoor } from '#lib/api/door'
import type { Check } from '#lib/doctor/check'
import { resolveEnv } from '#lib/env'
import { createProbes } from '#server/probes'
import { createReadiness } from '#server/readiness'
import { gatelist } from '../../cli/fixtures.ts'
import { appending, credulous, type Forwarding, realIp, silent, smallProxy } from './small-proxy.ts'

let server: Server
let port: number
const opened: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const readiness = createReadiness()
  readiness.open(async () => [])
  const probes = createProbes(readiness)
  const api = createApiDoor()
  server = createServer((request, response) => {
    if (!api(request, response) && !probes.door(request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})
afterAll(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

const secret = process.env.GATELIST_SECRET ?? ''

type Told = {
  ok: boolean
  checks: Check[]
  proxy: { address: string | null; hops: { text: string; role: string }[] } | null
}

async function doctor(url: string, env: Record<string, string> = { GATELIST_SECRET: secret }) {
  const ran = await gatelist(['doctor', '--url', url, '--json'], { env })
  const told = JSON.parse(ran.stdout) as Told
  const proxy = told.checks.filter(({ area }) => area === 'proxy')
  const unsound = proxy.filter(({ level }) => level !== 'ok').map(({ level, name }) => `${level} ${name}`)
  return { ...ran, told, unsound, settings: proxy.flatMap(({ settings = [] }) => settings) }
}

type SetUp = { source?: string; trusted?: string; hops?: string }

async function behind(forward: Forwarding, { source = '', trusted = '', hops = '' }: SetUp) {
  const name = source === '' ? '' : `CLIENT_IP_SOURCE_${source}`
  resolveEnv({ CLIENT_IP_SOURCE: name, TRUSTED_PROXIES: trusted, TRUSTED_PROXY_HOPS: hops })
  const proxy = await smallProxy(port, forward)
  opened.push(proxy.close)
  return doctor(proxy.url)
}

describe('a proxy that is set up', () => {
  it.each([
    ['by list', appending, { source: 'X_FORWARDED_FOR', trusted: 'loopback' }],
    ['by count', appending, { source: 'X_FORWARDED_FOR', hops: '1' }],
    ['by a header that it replaces', realIp, { source: 'X_REAL_IP', trusted: 'loopback' }],
  ] as const)('%s: nothing to mend, and no forgery is believed', async (_, forward, setUp) => {
    const { code, unsound, told } = await behind(forward, setUp)
    expect([code, unsound, told.proxy?.address]).toEqual([0, [], '198.51.100.23'])
    expect(told.proxy?.hops.map(({ text, role }) => `${text} ${role}`)).toEqual([
      '198.51.100.23 client',
      '127.0.0.1 proxy',
    ])
    expect(told.checks.filter(({ name }) => name.startsWith('forged')).map(({ level }) => level)).toEqual(
      Array(5).fill('ok'),
    )
  })
})

describe('a proxy that is not set up', () => {
  const XFF = 'CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR'

  it.each([
    ['nobody reads its header', appending, {}, [XFF, 'TRUSTED_PROXIES=loopback']],
    [
      'another one is trusted',
      appending,
      { source: 'X_FORWARDED_FOR', trusted: '10.0.0.0/8' },
      ['TRUSTED_PROXIES=10.0.0.0/8, loopback'],
    ],
    ['the wrong header is read', appending, { source: 'X_REAL_IP', trusted: 'loopback' }, [XFF]],
    ['too many are counted', appending, { source: 'X_FORWARDED_FOR', hops: '2' }, ['TRUSTED_PROXY_HOPS=1']],
  ] as const)('%s: says the line to set', async (_, forward, setUp, settings) => {
    const { code, unsound, settings: told } = await behind(forward, setUp)
    expect([code, unsound[0], told]).toEqual([1, 'problem this call', settings])
  })

  it('counted too far, it believes what a forger writes, and the doctor finds it', async () => {
    const { unsound } = await behind(appending, { source: 'X_FORWARDED_FOR', hops: '2' })
    expect(unsound).toContain('problem forged X-Forwarded-For')
  })

  it('believes a header that the proxy passes on as it came', async () => {
    const { code, unsound } = await behind(credulous, { source: 'X_REAL_IP', trusted: 'loopback' })
    expect([code, unsound]).toEqual([1, ['problem forged X-Real-IP']])
  })

  it('is told from a call past the proxy, whose own word is believed', async () => {
    const { unsound } = await behind(silent, { source: 'X_FORWARDED_FOR', trusted: 'loopback' })
    expect(unsound).toEqual(['problem this call', 'warning forged X-Forwarded-For'])
  })
})

describe('who is told', () => {
  it('nobody without the master secret, who still sees what a forger could do', async () => {
    resolveEnv({ CLIENT_IP_SOURCE: '', TRUSTED_PROXIES: '', TRUSTED_PROXY_HOPS: '' })
    for (const env of [{}, { GATELIST_SECRET: 'another secret, which is long enough too' }]) {
      const { told, unsound } = await doctor(`http://127.0.0.1:${port}`, env)
      expect([told.proxy, unsound]).toEqual([null, ['skipped this call']])
    }
  })

  it('a stranger learns only that there is no such path', async () => {
    const ask = (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: '{}', headers })
    const none = await ask('/v1/operator/nothing')
    const forged = { Authorization: `Gatelist-Operator ${Math.floor(Date.now() / 1000)}.${'0'.repeat(64)}` }
    for (const headers of [{}, forged, { 'X-Forwarded-For': '10.0.0.1' }]) {
      const answer = await ask('/v1/operator/proxy', headers)
      expect([answer.status, await answer.text()]).toEqual([404, await none.clone().text()])
    }
  })

  it('prints no secret, in no form', async () => {
    for (const form of ['json', 'table', 'yaml']) {
      const ran = await gatelist(['doctor', '--url', `http://127.0.0.1:${port}`, '--format', form], {
        env: { GATELIST_SECRET: secret },
      })
      expect(ran.stdout).toContain('forged')
      expect(ran.stdout + ran.stderr).not.toContain(secret)
    }
  })

  it('a server that does not answer is a problem, and not the end of the report', async () => {
    const { code, told } = await doctor('http://127.0.0.1:9')
    expect([code, told.checks.map(({ area, level }) => `${area} ${level}`)]).toEqual([
      1,
      ['configuration skipped', 'server problem'],
    ])
  })
})
