import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeKeys } from '#lib/tokens/fixtures'
import { flushTraffic } from '#lib/traffic/record-call'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { BATCH, LIST, refusal, VERIFY, verifierOf } from '#test/admin/verifier'

// Before any connection is made, so that none goes by it.
const query = vi.spyOn(pg.Client.prototype, 'query')

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const { verify, batchVerify, derive, makeKey, mint } = verifierOf(() => door)

/** What a call asks the database, in order; what it counts for the owner afterwards is left out. */
async function statementsOf(call: () => Promise<unknown>): Promise<string[]> {
  await flushTraffic()
  query.mockClear()
  await call()
  const texts = query.mock.calls.map(([statement]) => textOf(statement))
  return texts.filter((text) => !text.startsWith('/* traffic */') && !isKeySet(text)).map(nameOf)
}

/** The signing keys are read again by the clock, at most once a second for a key id that nobody knows: by no call in particular. */
function isKeySet(text: string): boolean {
  return text.includes('LEFT JOIN signing_key')
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : ''
}

function nameOf(text: string): string {
  if (text.includes('gatelist_changes_since')) return 'question'
  if (text.includes('gatelist_load(')) return 'load'
  return text.includes('gatelist_spend') ? 'spend' : text
}

describe('what a verification costs whose management token called before', () => {
  beforeAll(() => verify('x'))

  const credentials = (keys: readonly { secret: string }[]) => keys.map(({ secret }) => ({ credential: secret }))
  const makeMany = (count: number, fields: object = {}) =>
    Promise.all(
      Array.from({ length: count }, () => door.issue({ ip_restriction: { allowed_cidrs: [LIST] }, ...fields })),
    )

  it('is one statement for a key that is new here, and one for a key that is remembered', async () => {
    const { secret } = await door.issue()
    expect(await statementsOf(() => verify(secret))).toEqual(['load'])
    expect(await statementsOf(() => verify(secret))).toEqual(['question'])
    const noCache = { headers: { 'Cache-Control': 'no-cache' } }
    expect(await statementsOf(() => verify(secret, undefined, noCache))).toEqual(['load'])
  })

  it('is no look-up for a text that looks issued and is not ours, nor for a token that is not', async () => {
    const { secret } = await door.issue()
    await verify(secret)
    const [foreign = '', macaroon = ''] = await mint(await makeKey('issued'), {}, makeKeys().signerOf)
    await verify(foreign)
    await verify(macaroon)
    const junk = [
      `gl_live_${'A'.repeat(49)}`,
      `ory_ak_${'0'.repeat(49)}`,
      `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`,
      `x${secret}`,
      secret.replace('gl_live', 'gl_pub'),
      'eyJhbGciOiJub25lIn0.e30.AAAA',
      foreign,
      macaroon,
    ]
    for (const credential of junk) {
      // The question is about the management token that asks.
      expect([credential, await statementsOf(() => verify(credential))]).toEqual([credential, ['question']])
    }
    expect(await statementsOf(() => batchVerify(junk.map((credential) => ({ credential }))))).toEqual(['question'])
  })

  it('is one statement for a hundred keys that are new here, and one for a hundred that are remembered', async () => {
    const keys = await makeMany(100)
    // One question, so that the changes that made the keys are past.
    await verify('eyJ')
    expect(await statementsOf(() => batchVerify(credentials(keys)))).toEqual(['load'])
    expect(await statementsOf(() => batchVerify(credentials(keys)))).toEqual(['question'])
  })

  it('is one statement more for all quotas together', async () => {
    const keys = await makeMany(20, { rate_limit_policy: { quota: '5', window: '3600s' }, ip_restriction: null })
    const tokens = await Promise.all(keys.slice(0, 5).map(({ secret }) => derive(secret)))
    const questions = [...credentials(keys), ...tokens.map((credential) => ({ credential }))]
    await batchVerify(questions)
    expect(await statementsOf(() => batchVerify(questions))).toEqual(['question', 'spend'])
  })

  it('is nothing for a management token that looks like none of ours', async () => {
    const body = { credential: 'x' }
    for (const token of [null, 'nonsense', `gl_mgmt_${'A'.repeat(49)}`]) {
      expect(await statementsOf(() => door.call('POST', VERIFY, { token, body }))).toEqual([])
    }
  })
})

describe('what a change costs', () => {
  it('is one question of its token when it comes in one piece', async () => {
    const { keyId } = await door.issue()
    const body = { ip_restriction: { allowed_cidrs: ['192.0.2.1/32'] } }
    const save = () => door.call('PATCH', `/v2alpha1/admin/issuedApiKeys/${keyId}`, { body })
    const statements = await statementsOf(save)
    expect(statements.filter((name) => name === 'question')).toEqual(['question'])
  })
})

describe('while the database does not answer', () => {
  it('nothing is let through, and no reason is told', async () => {
    const { secret } = await door.issue()
    const other = new pg.Client({ connectionString: door.databaseUrl })
    await other.connect()
    await other.query('BEGIN')
    await other.query('LOCK TABLE api_key, change_clock IN ACCESS EXCLUSIVE MODE')
    try {
      const { json, headers } = await verify(secret)
      expect(json).toEqual(refusal('INTERNAL', 'An internal server error occurred.'))
      expect(headers['retry-after']).toBe('1')
      const batched = await door.call('POST', BATCH, { body: { requests: [{ credential: secret }] } })
      expect([batched.status, batched.json.error.message]).toEqual([503, 'The service is temporarily unavailable.'])
    } finally {
      await other.query('ROLLBACK')
      await other.end()
    }
    await expect.poll(async () => (await verify(secret)).json.is_valid, { timeout: 5000 }).toBe(true)
  })
})
