import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import {
  CONFIRM_ALL,
  EXPIRED,
  IP_NOT_ALLOWED,
  type Kind,
  kinds,
  LIST,
  LISTED,
  type Made,
  NOT_FOUND,
  RATE_LIMITED,
  REVOKED,
  TOKEN_EXPIRED,
  UNLISTED,
  VERIFY,
  verifierOf,
} from '#test/admin/verifier'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const { verify, batchVerify, makeKey, setList, setColumns, mint } = verifierOf(() => door)

describe('what is wrong with a request', () => {
  it.each([
    ['no credential', {}],
    ['an empty one', { credential: '' }],
    ['one that is no text', { credential: 5 }],
    ['a null', { credential: null }],
    ['more than 4,096 characters', { credential: 'x'.repeat(4097) }],
    ['a NUL in it', { credential: 'a\0b' }],
    ['an address that is none', { credential: 'x', client_ip: '203.0.113' }],
    ['an empty address', { credential: 'x', client_ip: '' }],
    // An application that does not know its caller must not be answered for its own address.
    ['an address that is null', { credential: 'x', client_ip: null }],
    ['an address that is null, in camel case', { credential: 'x', clientIp: null }],
    ['an address with a port', { credential: 'x', client_ip: '203.0.113.7:443' }],
    ['an address with a zone', { credential: 'x', client_ip: 'fe80::1%eth0' }],
    ['a network for an address', { credential: 'x', client_ip: '203.0.113.0/24' }],
    ['two addresses', { credential: 'x', client_ip: '203.0.113.7, 10.0.0.1' }],
    ['an address under a name that is not ours', { credential: 'x', ip: '203.0.113.7' }],
    ['an address under a name that is nearly ours', { credential: 'x', clientIP: '203.0.113.7' }],
  ])('is said with 400 and the name of the field, before any verdict: %s', async (_, body) => {
    const { status, json } = await door.call('POST', VERIFY, { body })
    expect([status, json.error.status]).toEqual([400, 'INVALID_ARGUMENT'])
    expect(json.error.message).toMatch(/credential|client_ip|^ip: |clientIP/)
  })

  it('is nothing for any other text: it is just not found', async () => {
    for (const credential of ['x', 'x'.repeat(4096), 'ory_ak_v1_abc_def', ' ', '\u{1F600}', '"', '{}']) {
      expect((await verify(credential)).json).toEqual(NOT_FOUND)
    }
  })
})

/** In the order in which they are judged. */
const troubles = ['revoked', 'expired', 'paused', 'token expired', 'unlisted', 'limited'] as const
type Trouble = (typeof troubles)[number]

const verdicts: Record<Exclude<Trouble, 'limited'>, object> = {
  revoked: REVOKED,
  expired: EXPIRED,
  paused: NOT_FOUND,
  'token expired': TOKEN_EXPIRED,
  unlisted: IP_NOT_ALLOWED,
}

function subsets([first, ...rest]: readonly Trouble[]): Trouble[][] {
  if (first === undefined) return [[]]
  return subsets(rest).flatMap((set) => [set, [first, ...set]])
}

async function inTrouble(kind: Kind, present: readonly Trouble[]): Promise<Made & { address: string }> {
  const made = await makeKey(kind, { rate_limit_policy: { quota: '1', window: '3600s' } })
  let { credential } = made
  await setList(made, [LIST])
  if (present.includes('limited')) expect((await verify(credential, LISTED)).json.is_valid).toBe(true)
  if (present.includes('token expired')) {
    const [jwt = '', macaroon = ''] = await mint(made, { exp: Math.floor(Date.now() / 1000) - 1 })
    credential = kind === 'jwt' ? jwt : macaroon
  }
  const columns = {
    revoked: 'revoked_at = now()',
    expired: "expires_at = now() - interval '1 second'",
    paused: 'paused_at = now()',
  }
  for (const trouble of ['revoked', 'expired', 'paused'] as const) {
    if (present.includes(trouble)) await setColumns(made, columns[trouble])
  }
  return { ...made, credential, address: present.includes('unlisted') ? UNLISTED : LISTED }
}

describe('of several reasons to refuse', () => {
  it.each(kinds)('the first in the documented order is told, and only that (%s)', async (kind) => {
    const isToken = kind === 'jwt' || kind === 'macaroon'
    for (const present of subsets(troubles.filter((one) => isToken || one !== 'token expired'))) {
      const { keyId, credential, address } = await inTrouble(kind, present)
      const [batched] = await batchVerify([{ credential, client_ip: address }])
      const [first] = present
      if (first === undefined || first === 'limited') {
        const facts = { key_id: keyId, actor_id: 'actor', scopes: ['a'], status: 'KEY_STATUS_ACTIVE' }
        const limited = {
          rate_limit_remaining: '0',
          rate_limit_policy: { quota: '1', window: '3600s', unit: 'requests' },
        }
        const verdict = first === undefined ? { is_valid: true, is_active: true } : { is_valid: false, ...RATE_LIMITED }
        expect([present, batched]).toMatchObject([present, { ...facts, ...limited, ...verdict }])
        // By now both are past the quota.
        const { json, headers } = await verify(credential, address)
        expect(json).toMatchObject({ ...facts, ...limited, is_valid: false, is_active: false, ...RATE_LIMITED })
        expect(Number(headers['retry-after'])).toBeGreaterThan(0)
        expect(Date.parse(json.rate_limit_reset_time)).toBeGreaterThan(Date.now())
      } else {
        const { json, headers } = await verify(credential, address)
        expect([present, json, batched]).toEqual([present, verdicts[first], verdicts[first]])
        expect(headers).not.toHaveProperty('ratelimit')
        expect(headers).not.toHaveProperty('ratelimit-policy')
      }
    }
  })

  it.each(kinds)('a call that is refused for its address costs nothing of the quota (%s)', async (kind) => {
    const made = await makeKey(kind, { rate_limit_policy: { quota: '1', window: '3600s' } })
    await setList(made, [LIST])
    for (let call = 0; call < 3; call += 1) {
      expect((await verify(made.credential, UNLISTED)).json).toEqual(IP_NOT_ALLOWED)
    }
    expect((await verify(made.credential, LISTED)).json).toMatchObject({ is_valid: true, rate_limit_remaining: '0' })
  })
})

describe('a key that only reports', () => {
  it.each(kinds)('lets an address pass that is not listed, and says that it would be denied (%s)', async (kind) => {
    const made = await makeKey(kind)
    await setList(made, [LIST])
    await setColumns(made, "access_mode = 'report'")
    const rows = [
      [LISTED, false],
      [UNLISTED, true],
    ] as const
    for (const [address, would_deny] of rows) {
      const { json } = await verify(made.credential, address)
      expect(json).toMatchObject({ is_valid: true, key_id: made.keyId, would_deny })
      expect(await batchVerify([{ credential: made.credential, client_ip: address }])).toEqual([json])
    }
  })

  it('is refused for all else as any key', async () => {
    const made = await makeKey('issued')
    await setList(made, [LIST])
    await setColumns(made, "access_mode = 'report', revoked_at = now()")
    expect((await verify(made.credential, UNLISTED)).json).toEqual(REVOKED)
  })
})

describe('an enforcing key', () => {
  it('whose list is empty, or has no entry in force, refuses everybody', async () => {
    const made = await makeKey('issued', { ip_restriction: { allowed_cidrs: [LIST] } })
    const entryOf = async () => (await door.call('GET', `${made.path}/allowlist/entries`)).json.entries[0]
    const { entry_id } = await entryOf()
    const path = `${made.path}/allowlist/entries/${entry_id}`
    expect((await verify(made.credential, LISTED)).json.is_valid).toBe(true)
    const confirmed = `${path}?${CONFIRM_ALL}`
    expect((await door.call('PATCH', confirmed, { body: { enabled: false } })).status).toBe(200)
    expect((await verify(made.credential, LISTED)).json).toEqual(IP_NOT_ALLOWED)
    expect((await door.call('PATCH', path, { body: { enabled: true, ttl: '2s' } })).status).toBe(200)
    expect((await verify(made.credential, LISTED)).json.is_valid).toBe(true)
    await expect
      .poll(async () => (await verify(made.credential, LISTED)).json, { timeout: 6000 })
      .toEqual(IP_NOT_ALLOWED)
    expect((await door.call('DELETE', confirmed)).status).toBe(204)
    expect((await verify(made.credential, LISTED)).json).toEqual(IP_NOT_ALLOWED)
  })
})
