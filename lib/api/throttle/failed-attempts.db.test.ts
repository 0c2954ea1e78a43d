import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { wrongCredentialsOf } from '#lib/metrics/wrong-credentials'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { forgetAttempts } from '#test/forget-attempts'
import { type Received, send } from '#test/gateway/send'
import { BUDGET } from './refused-attempt.ts'

let door: AdminDoor
let port: number
let secret: string

beforeAll(async () => {
  process.env.CLIENT_IP_SOURCE = 'CLIENT_IP_SOURCE_X_FORWARDED_FOR'
  // The proxy; other addresses of this machine come straight.
  process.env.TRUSTED_PROXIES = '127.0.0.1'
  door = await openAdminDoor()
  port = Number(new URL(door.url).port)
  secret = (await door.issue({ ip_restriction: { allowed_cidrs: ['0.0.0.0/0', '::/0'] } })).secret
})
afterAll(() => door.close())
afterEach(forgetAttempts)

/** Who shows what. `client`: as the proxy tells, null when it tells nothing; `peer`: who comes to the server. */
type Show = { path: string; credential: string | null; client?: string | null; peer?: string }

function show({ path, credential, client = null, peer = '127.0.0.1' }: Show): Promise<Received> {
  const authorization = credential === null ? {} : { Authorization: `Bearer ${credential}` }
  const forwarded = client === null ? {} : { 'X-Forwarded-For': client }
  const isRead = path === LIST
  return send(port, {
    ...{ path, method: isRead ? 'GET' : 'POST', from: peer },
    headers: { ...authorization, ...forwarded, 'Content-Type': 'application/json' },
    ...(isRead ? {} : { body: '{"credential":"x"}' }),
  })
}

const LIST = '/v2alpha1/admin/issuedApiKeys'
const doors = ['/v1/verify', '/api/v1/verify', '/v1/gateway/check', LIST, '/v2alpha1/admin/apiKeys:verify']
const ATTACKER = '198.51.100.66'
const NEIGHBOUR = '203.0.113.7'

/** Shows as many different credentials as there may be, a few of them with a right checksum. */
async function guess(sent: Omit<Show, 'credential'>, how: (turn: number) => Partial<Show> = () => ({})): Promise<void> {
  const answers = await Promise.all(
    turns(BUDGET.wrong).map((turn) => {
      const credential = turn % 10 === 0 ? newSecret().secret : `guess-${turn}`
      return show({ ...sent, credential, ...how(turn) })
    }),
  )
  expect(statusesOf(answers)).toEqual([401])
}

const turns = (count: number) => Array.from({ length: count }, (_, turn) => turn)
const statusesOf = (answers: readonly Received[]) => [...new Set(answers.map(({ status }) => status))]

/** What does not differ from call to call. */
function lasting({ status, headers, text }: Received) {
  const { date: _, 'x-request-id': __, connection: ___, 'keep-alive': ____, ...rest } = headers
  return { status, text, headers: rest }
}

const isRight = (path: string) => (path.startsWith('/v2alpha1') ? door.tokens.write : secret)

describe.each(doors)('%s', (path) => {
  it('answers a guesser behind a proxy with 429 after so many guesses, and says when to come again', async () => {
    await guess({ path, client: ATTACKER })
    const { status, headers, text } = await show({ path, client: ATTACKER, credential: 'one more' })
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThan(BUDGET.windowSeconds - 60)
    expect(headers['ratelimit-policy']).toBe(`"failures";q=${BUDGET.wrong};w=${BUDGET.windowSeconds}`)
    expect(headers.ratelimit).toBe(`"failures";r=0;t=${headers['retry-after']}`)
    expect(text).toContain(path.startsWith('/v2alpha1') ? 'RESOURCE_EXHAUSTED' : '"Rate limit exceeded"')
  })

  it('answers others behind the same proxy in the same bytes as ever, right or wrong', async () => {
    const before = lasting(await show({ path, client: NEIGHBOUR, credential: 'mistyped' }))
    await guess({ path, client: ATTACKER })
    expect(lasting(await show({ path, client: NEIGHBOUR, credential: 'mistyped' }))).toEqual(before)
    expect([200, 400]).toContain((await show({ path, client: NEIGHBOUR, credential: isRight(path) })).status)
  })

  it('never refuses a right credential, even from where the guesses came from', async () => {
    await guess({ path, client: ATTACKER })
    expect((await show({ path, client: ATTACKER, credential: 'one more' })).status).toBe(429)
    expect([200, 400]).toContain((await show({ path, client: ATTACKER, credential: isRight(path) })).status)
  })
})

describe('a guesser', () => {
  const path = '/v1/verify'
  const more = { path, credential: 'one more' }

  it('gains nothing by headers that are not believed', async () => {
    const peer = '127.0.0.5'
    await guess({ path, peer }, (turn) => ({ client: `203.0.113.${turn}` }))
    expect((await show({ ...more, peer, client: '192.0.2.200' })).status).toBe(429)
  })

  it('harms nobody whose address it writes into them', async () => {
    await guess({ path, client: `${NEIGHBOUR}, ${ATTACKER}` })
    expect((await show({ ...more, client: `192.0.2.1, ${ATTACKER}` })).status).toBe(429)
    expect((await show({ ...more, client: NEIGHBOUR })).status).toBe(401)
  })

  it('gains nothing by the other addresses of its network (IPv6, /64)', async () => {
    await guess({ path }, (turn) => ({ client: `2001:db8:1:2::${turn.toString(16)}` }))
    expect((await show({ ...more, client: '2001:db8:1:2:ffff::1' })).status).toBe(429)
    expect((await show({ ...more, client: '2001:db8:1:3::1' })).status).toBe(401)
  })

  it('gains nothing by going from door to door', async () => {
    await guess({ path, client: ATTACKER }, (turn) => ({ path: doors[turn % doors.length] ?? path }))
    for (const one of doors) expect((await show({ ...more, path: one, client: ATTACKER })).status).toBe(429)
  })

  it('cannot tell a dead key from none', async () => {
    const { keyId, secret: dead } = await door.issue()
    const revoked = await door.call('POST', `/v2alpha1/admin/issuedApiKeys/${keyId}:revoke`, { body: {} })
    expect(revoked.status).toBe(204)
    await guess({ path, client: ATTACKER })
    const none = await show({ ...more, client: ATTACKER })
    expect(lasting(await show({ path, client: ATTACKER, credential: dead }))).toEqual(lasting(none))
  })
})

describe('what whoever runs the server sees of it', () => {
  it.each([
    ['/v1/verify', 'key'],
    [LIST, 'management_token'],
  ] as const)('counts the answers of %s by what they were, and right ones not at all', async (path, kind) => {
    const before = { ...wrongCredentialsOf(kind) }
    await guess({ path, client: ATTACKER })
    for (const turn of turns(3)) await show({ path, client: ATTACKER, credential: `more ${turn}` })
    await show({ path, client: ATTACKER, credential: isRight(path) })
    expect(wrongCredentialsOf(kind)).toEqual({
      unauthorized: before.unauthorized + BUDGET.wrong,
      too_many: before.too_many + 3,
    })
  })
})

describe('who is not counted', () => {
  const path = '/v1/verify'

  it('is a program that goes on with a dead key', async () => {
    const asked = turns(3 * BUDGET.wrong).map(() => show({ path, client: ATTACKER, credential: 'dead' }))
    expect(statusesOf(await Promise.all(asked))).toEqual([401])
  })

  it('is whoever shows nothing, and whoever’s address cannot be told', async () => {
    const asked = turns(BUDGET.wrong + 1).flatMap((turn) => [
      show({ path, client: ATTACKER, credential: null }),
      show({ path, client: null, credential: `guess-${turn}` }),
    ])
    expect(statusesOf(await Promise.all(asked))).toEqual([401])
  })
})
