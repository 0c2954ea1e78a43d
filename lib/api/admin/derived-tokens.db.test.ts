import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveEnv } from '#lib/env'
import { makeKeys } from '#lib/tokens/fixtures'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import {
  EXPIRED,
  IP_NOT_ALLOWED,
  IP_UNKNOWN,
  kinds,
  LIST,
  LISTED,
  NOT_FOUND,
  REVOKED,
  SIGNATURE_INVALID,
  TOKEN_EXPIRED,
  UNLISTED,
  verifierOf,
} from '#test/admin/verifier'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const { verify, derive, makeKey, setList, setColumns, mint } = verifierOf(() => door)

describe('a derived token', () => {
  const algorithms = ['jwt', 'macaroon'] as const

  it.each(algorithms)('ends with its key, for the same reason (%s)', async (kind) => {
    const rows: [string, object][] = [
      ['revoked_at = now()', REVOKED],
      ['expires_at = now()', EXPIRED],
      ['paused_at = now()', NOT_FOUND],
    ]
    for (const [columns, verdict] of rows) {
      const made = await makeKey(kind)
      expect((await verify(made.credential)).json).toMatchObject({ is_valid: true, key_id: made.keyId })
      await setColumns(made, columns)
      expect((await verify(made.credential)).json).toEqual(verdict)
    }
  })

  it.each(algorithms)('ends when its key is revoked, rotated or deleted through the API (%s)', async (kind) => {
    const [revoked, rotated] = [await makeKey(kind), await makeKey(kind)]
    expect((await door.call('POST', `${revoked.path}:revoke`, { body: {} })).status).toBe(204)
    expect((await door.call('POST', `${rotated.path}:rotate`, { body: {} })).status).toBe(201)
    expect((await verify(revoked.credential)).json).toEqual(REVOKED)
    expect((await verify(rotated.credential)).json).toEqual(REVOKED)
    const imported = await makeKey('imported')
    const token = await derive(imported.credential, { algorithm: `TOKEN_ALGORITHM_${kind.toUpperCase()}` })
    expect((await verify(token)).json).toMatchObject({ is_valid: true, key_id: imported.keyId })
    expect((await door.call('DELETE', imported.path)).status).toBe(204)
    expect((await verify(token)).json).toEqual(NOT_FOUND)
  })

  it.each(algorithms)('outlives a rotation by the grace period, and no longer (%s)', async (kind) => {
    const made = await makeKey(kind)
    const rotated = await door.call('POST', `${made.path}:rotate`, { body: { grace_period: '2s' } })
    expect(rotated.status).toBe(201)
    expect((await verify(made.credential)).json.is_valid).toBe(true)
    await expect.poll(async () => (await verify(made.credential)).json, { timeout: 6000 }).toEqual(REVOKED)
  })

  it.each(kinds)('is told to expire no later than it will, when its key was rotated since (%s)', async (kind) => {
    const made = await makeKey(kind)
    const before = Date.parse((await verify(made.credential)).json.expire_time)
    if (kind === 'imported') await setColumns(made, "revoked_at = now() + interval '60 seconds'")
    else await door.call('POST', `${made.path}:rotate`, { body: { grace_period: '60s' } })
    const after = Date.parse((await verify(made.credential)).json.expire_time)
    expect(after).toBeLessThan(before)
    expect(Math.abs(after - Date.now() - 60_000)).toBeLessThan(5_000)
  })

  it('has expired from the second that it names on', async () => {
    const made = await makeKey('issued')
    for (const token of await mint(made, { exp: Math.floor(Date.now() / 1000) - 1 })) {
      expect((await verify(token)).json).toEqual(TOKEN_EXPIRED)
    }
    for (const token of await mint(made, {})) expect((await verify(token)).json.is_valid).toBe(true)
  })

  it('is not good before its time, but for five minutes', async () => {
    const made = await makeKey('issued')
    const now = Math.floor(Date.now() / 1000)
    for (const token of await mint(made, { nbf: now + 3600, exp: now + 7200 })) {
      expect((await verify(token)).json).toEqual(SIGNATURE_INVALID)
    }
    for (const token of await mint(made, { nbf: now + 240 })) expect((await verify(token)).json.is_valid).toBe(true)
  })

  it('is none that was signed elsewhere, for another issuer, or altered', async () => {
    const made = await makeKey('issued')
    const elsewhere = await mint(made, {}, makeKeys().signerOf)
    const otherIssuer = await mint(made, { iss: 'https://elsewhere.example' })
    const altered = (await mint(made, {})).flatMap((token) => [
      `${token}A`,
      token.slice(0, -3),
      `${token.slice(0, -5)}AAAAA`,
    ])
    const { credential } = await makeKey('jwt')
    const [header = '', payload = '', signature = ''] = credential.split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scp: ['admin'] }
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const forged = [
      `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}`,
    ]
    for (const token of [
      ...elsewhere,
      ...otherIssuer,
      ...altered,
      ...forged,
      'eyJ',
      'eyJhbGciOi',
      'mc_v1_',
      'mc_v1_AAAA',
    ]) {
      expect([token, (await verify(token)).json]).toEqual([token, SIGNATURE_INVALID])
    }
  })

  it.each(algorithms)(
    "passes where its own list and its key's list both let it, whichever is changed (%s)",
    async (kind) => {
      const made = await makeKey('issued', { ip_restriction: { allowed_cidrs: [LIST, '127.0.0.0/8'] } })
      const token = await derive(made.credential, { algorithm: `TOKEN_ALGORITHM_${kind.toUpperCase()}` })
      const valid = async (address: string) => (await verify(token, address)).json.is_valid
      const passing = async () => [await valid('203.0.113.7'), await valid('203.0.113.200'), await valid(UNLISTED)]
      expect(await passing()).toEqual([true, true, false])
      // Narrower: the key's list as it is now.
      await setList(made, ['203.0.113.0/25', '127.0.0.1'])
      expect(await passing()).toEqual([true, false, false])
      // Wider: what was sealed stays.
      await setList(made, ['0.0.0.0/0'])
      expect(await passing()).toEqual([true, true, false])
      await setList(made, [])
      expect(await passing()).toEqual([true, true, false])
      expect((await verify(token, UNLISTED)).json).toEqual(IP_NOT_ALLOWED)
    },
  )

  it.each(algorithms)('keeps those of its scopes that its key still has (%s)', async (kind) => {
    const algorithm = `TOKEN_ALGORITHM_${kind.toUpperCase()}`
    const made = await makeKey('issued', { scopes: ['read', 'write', 'admin'] })
    const token = await derive(made.credential, { algorithm, scopes: ['write', 'admin'] })
    const scopesOf = async (credential: string) => (await verify(credential)).json.scopes
    expect(await scopesOf(token)).toEqual(['write', 'admin'])
    await door.call('PATCH', made.path, { body: { scopes: ['read', 'write'] } })
    expect(await scopesOf(token)).toEqual(['write'])
    // Nor can one that the key has lost be had back by deriving again.
    expect(await scopesOf(await derive(token, { algorithm }))).toEqual(['write'])
    const body = { credential: token, algorithm, scopes: ['admin'] }
    expect((await door.call('POST', '/v2alpha1/admin/apiKeys:derive', { body })).status).toBe(403)
    await door.call('PATCH', made.path, { body: { scopes: ['admin'] } })
    expect(await scopesOf(token)).toEqual(['admin'])
  })

  it('of a key without a list is kept to the list that the key gets later', async () => {
    const made = await makeKey('jwt')
    expect((await verify(made.credential, UNLISTED)).json.is_valid).toBe(true)
    await setList(made, [LIST])
    expect((await verify(made.credential, UNLISTED)).json).toEqual(IP_NOT_ALLOWED)
  })

  it('with a list of its own admits nobody whose address cannot be determined', async () => {
    const made = await makeKey('issued')
    const tokens = await mint(made, { acl: [LIST] })
    resolveEnv({ CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: 'loopback' })
    try {
      for (const token of tokens) {
        expect((await verify(token, undefined, { headers: { 'X-Forwarded-For': 'garbage' } })).json).toEqual(IP_UNKNOWN)
        expect((await verify(token, LISTED)).json.is_valid).toBe(true)
      }
    } finally {
      resolveEnv({ CLIENT_IP_SOURCE: '', TRUSTED_PROXIES: '' })
    }
  })

  it('with an empty list of its own admits nobody', async () => {
    for (const token of await mint(await makeKey('issued'), { acl: [] })) {
      expect((await verify(token, LISTED)).json).toEqual(IP_NOT_ALLOWED)
    }
  })
})
