import { describe, expect, it } from 'vitest'
import type { Network } from '#lib/ip/network'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { NOW } from './fixtures.ts'
import { goDuration } from './go-duration.ts'
import { type DeriveParent, type DeriveRequest, deriveRules } from './rules.ts'

const HOUR = 3_600_000
const parent: DeriveParent = {
  keyId: 'key',
  workspaceId: 'workspace',
  actorId: 'billing',
  scopes: ['orders:read', 'orders:write'],
  metadata: null,
  visibility: 'secret',
  expiresAt: null,
  networks: null,
}
const nothing: DeriveRequest = { ttlMs: undefined, scopes: undefined, customClaims: undefined }
const context = { now: NOW, issuer: 'issuer', tokenId: 'token', limits: { defaultTtlMs: HOUR, maxTtlMs: 24 * HOUR } }

const derive = (key: Partial<DeriveParent>, request: Partial<DeriveRequest>, now = NOW) =>
  deriveRules({ ...parent, ...key }, { ...nothing, ...request }, { ...context, now })

function networks(...texts: string[]): Network[] {
  return texts.map(parseCanonicalNetwork).filter((network) => network !== null)
}

describe('a derived token', () => {
  it('says who it is of, for whom and how long', () => {
    expect(derive({}, {})).toEqual({
      ok: true,
      value: {
        jti: 'token',
        sub: 'key',
        iss: 'issuer',
        iat: NOW / 1000,
        nbf: NOW / 1000,
        exp: NOW / 1000 + 3600,
        act: 'billing',
        nid: 'workspace',
        scp: ['orders:read', 'orders:write'],
        vis: 'secret',
      },
    })
  })

  it.each([
    ['metadata', derive({ metadata: { team: 'core' } }, {}), { meta: { team: 'core' } }],
    ['visibility', derive({ visibility: 'public' }, {}), { vis: 'public' }],
    ['claims of its own, at the top', derive({}, { customClaims: { aud: 'api', t: [1] } }), { aud: 'api', t: [1] }],
  ])('carries %s', (_, derived, claims) => {
    expect(derived).toMatchObject({ ok: true, value: claims })
  })
})

describe('its networks', () => {
  it.each([
    ['host networks that make one', networks('10.0.0.0/32', '10.0.0.1/32'), ['10.0.0.0/31']],
    ['nested and repeated', networks('10.1.0.0/16', '10.0.0.0/8', '10.0.0.0/8'), ['10.0.0.0/8']],
    ['both families, in order', networks('2001:db8::/32', '192.0.2.7/32'), ['192.0.2.7/32', '2001:db8::/32']],
    ['none at all, which admit nobody', [], []],
  ])('are sealed: %s', (_, list, acl) => {
    expect(derive({ networks: list }, {})).toMatchObject({ ok: true, value: { acl } })
  })

  it('are absent for an open key alone', () => {
    const open = derive({ networks: null }, {})
    expect(open.ok && Object.hasOwn(open.value, 'acl')).toBe(false)
  })
})

describe('its scopes', () => {
  it.each([
    [undefined, ['orders:read', 'orders:write']],
    [['orders:write'], ['orders:write']],
    [
      ['orders:write', 'orders:read'],
      ['orders:write', 'orders:read'],
    ],
    [['orders:read', 'orders:read'], ['orders:read']],
    [[], []],
  ])('when %j is asked for are %j', (scopes, scp) => {
    expect(derive({}, { scopes })).toMatchObject({ ok: true, value: { scp } })
  })

  it.each([
    [['admin'], "requested scope 'admin' not available in parent key"],
    [['orders:read', 'orders'], "requested scope 'orders' not available in parent key"],
    [['orders:*'], "requested scope 'orders:*' not available in parent key"],
  ])('cannot be %j', (scopes, message) => {
    expect(derive({}, { scopes })).toEqual({ ok: false, error: 'scope_not_available', message })
  })
})

describe('its end', () => {
  it.each([
    ['the default', null, undefined, 3600],
    ['what was asked for', null, 90_000, 90],
    ['all that may be asked for', null, 24 * HOUR, 24 * 3600],
    ['one second', null, 1000, 1],
    ['parts of a second cut off', null, 1999, 1],
    ["the default, cut to the key's own end", NOW + 60_500, undefined, 60],
    ["the key's own end, asked for", NOW + 60_000, 60_000, 60],
  ])('is %s', (_, expiresAt, ttlMs, seconds) => {
    expect(derive({ expiresAt }, { ttlMs })).toMatchObject({ ok: true, value: { exp: NOW / 1000 + seconds } })
  })

  it('is never behind the end of the key, at whatever part of a second it is made', () => {
    for (let part = 0; part < 1000; part += 111) {
      const derived = derive({ expiresAt: NOW + 5000 }, {}, NOW + part)
      expect(derived.ok && derived.value.exp * 1000).toBe(NOW + 5000)
    }
  })

  it.each([
    ['more than is allowed', null, 25 * HOUR, 'ttl_too_long', 'ttl exceeds the configured maximum of 24h0m0s'],
    [
      'more than the key has left',
      NOW + 1_800_000,
      HOUR,
      'ttl_too_long',
      'derived token ttl (1h0m0s) exceeds parent key remaining lifetime (30m0s)',
    ],
    ['nothing', null, 0, 'ttl_too_short', 'derived token ttl must be at least 1s'],
    ['less than a second', null, 999, 'ttl_too_short', 'derived token ttl must be at least 1s'],
    ['a time that is over', null, -HOUR, 'ttl_too_short', 'derived token ttl must be at least 1s'],
    [
      'the default of a key that ends at once',
      NOW + 999,
      undefined,
      'ttl_too_short',
      'derived token ttl must be at least 1s',
    ],
    ['anything of a dead key', NOW, undefined, 'parent_expired', 'cannot derive token from expired parent key'],
    ['not a number', null, Number.NaN, 'ttl_too_short', 'derived token ttl must be at least 1s'],
  ] as const)('cannot be %s', (_, expiresAt, ttlMs, error, message) => {
    expect(derive({ expiresAt }, { ttlMs })).toEqual({ ok: false, error, message })
  })
})

it('refuses custom claims that would speak for us', () => {
  expect(derive({}, { customClaims: { acl: [] } })).toMatchObject({ ok: false, error: 'reserved_claim' })
  expect(derive({}, { customClaims: [] })).toMatchObject({ ok: false, error: 'malformed_claims' })
})

it.each([
  [0, '0s'],
  [-5, '0s'],
  [999, '0s'],
  [59_999, '59s'],
  [60_000, '1m0s'],
  [3_600_000, '1h0m0s'],
  [31_536_000_000, '8760h0m0s'],
])('prints %d ms as %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text)
})
