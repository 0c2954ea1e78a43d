import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { env } from '#lib/env'
import { testDatabase } from '#test/database'
import { dismissProxyNotice, findingOf, proxyConfig, proxyNotice } from './notice.ts'
import { processSights } from './sights.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ada: string
let bob: string

beforeAll(async () => {
  database = await testDatabase()
  const [first, second] = await Promise.all(
    ['ada', 'bob'].map((name) =>
      prisma().user.create({ data: { email: `${name}@example.com`, name, passwordHash: 'x' }, select: { id: true } }),
    ),
  )
  ada = first?.id ?? ''
  bob = second?.id ?? ''
})
afterAll(() => database.close())

const forwarded = ['X-Forwarded-For', '203.0.113.7']
const note = (peer: string, count: number) =>
  processSights(env().clientIpPolicy).note({ peer, rawHeaders: forwarded }, count)

it('is told until each puts it away, and again when something else is found', async () => {
  expect(await proxyNotice(ada)).toBeNull()
  note('10.0.0.5', 20)
  const notice = await proxyNotice(ada)
  expect(notice?.words).toMatchObject({
    level: 'problem',
    settings: ['CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR', 'TRUSTED_PROXIES=10.0.0.5'],
  })
  await dismissProxyNotice(ada, notice?.finding ?? '')
  await dismissProxyNotice(ada, notice?.finding ?? '')
  expect(await proxyNotice(ada)).toBeNull()
  expect(await proxyNotice(bob)).not.toBeNull()
  note('10.0.0.5', 500)
  expect(await proxyNotice(ada)).toBeNull()
  note('192.168.7.1', 20)
  expect((await proxyNotice(ada))?.sights.map(({ peers }) => peers)).toEqual(['10.0.0.5', '192.168.7.1'])
})

it('cannot be brought back by strangers who come from ever other addresses', () => {
  const at = { headers: [], count: 20, firstAt: 0, lastAt: 0, isOwn: false } as const
  const finding = (peers: string) => findingOf([{ ...at, peers }], proxyConfig())
  expect(finding('8.8.8.8')).toBe(finding('9.9.9.9'))
  expect(findingOf([{ ...at, peers: '10.0.0.5', isOwn: true }], proxyConfig())).not.toBe(finding('8.8.8.8'))
})
