import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { CompactSign, createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { claimsCaveat } from './caveats.ts'
import { mintToken, type TokenAlgorithm } from './derive.ts'
import { ISSUER, makeClaims, makeKeys, makeSigningKey, NOW } from './fixtures.ts'
import { admitsAddress } from './grant.ts'
import { jwkSet, wrappedJwkSet } from './jwks.ts'
import { attenuate, mintMacaroon } from './macaroon.ts'
import { formatMacaroon, readMacaroon } from './macaroon-codec.ts'
import { readDerivedToken } from './read-token.ts'
import { MAX_TOKEN_LENGTH } from './token-length.ts'

const keys = makeKeys()
const both: TokenAlgorithm[] = ['jwt', 'macaroon']

async function mint(algorithm: TokenAlgorithm, changes: { readonly [name: string]: unknown } = {}): Promise<string> {
  const minted = await mintToken(makeClaims(changes), algorithm, keys.signerOf)
  if (!minted.ok) throw new Error(minted.message)
  return minted.value.token
}

const read = (text: string, now = NOW) => readDerivedToken(text, { issuer: ISSUER, now, verifierOf: keys.verifierOf })

async function reason(text: string, now = NOW): Promise<string> {
  const result = await read(text, now)
  return result.ok ? 'read' : result.reason
}

function addCaveats(token: string, ...caveats: string[]): string {
  const result = readMacaroon(token)
  if (!result.ok) throw new Error(result.problem)
  return formatMacaroon(caveats.reduce(attenuate, result.macaroon))
}

/** Signs whatever it is told to with our own key, as only a mistake of ours could. */
function signed(payload: string, header: object = { alg: 'EdDSA', typ: 'JWT', kid: keys.EdDSA.kid }): Promise<string> {
  return new CompactSign(Buffer.from(payload)).setProtectedHeader(header as { alg: string }).sign(keys.EdDSA.privateKey)
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe.each(both)('a derived %s', (algorithm) => {
  it('says what it was made to say', async () => {
    const claims = makeClaims({ meta: { team: 'core' }, acl: ['192.0.2.0/24'], tenant: 'acme', aud: ['a'] })
    const minted = await mintToken(claims, algorithm, keys.signerOf)
    expect(minted).toMatchObject({
      ok: true,
      value: { expireTime: new Date(NOW + 3_600_000), scopes: claims.scp, claims },
    })
    expect(minted.ok && (await read(minted.value.token))).toEqual({
      ok: true,
      token: {
        keyId: claims.sub,
        workspaceId: claims.nid,
        jti: claims.jti,
        actorId: 'billing',
        metadata: { team: 'core' },
        visibility: 'secret',
        scopes: claims.scp,
        networks: [[expect.objectContaining({ family: 4, prefixBits: 24 })]],
        expiresAtMs: NOW + 3_600_000,
        claims,
      },
    })
  })

  it.each([
    ['at its beginning', 0, 'read'],
    ['by a clock that is five minutes behind', -300_000, 'read'],
    ['by one that is further behind', -300_001, 'not_yet_valid'],
    ['at its last moment', 3_599_999, 'read'],
    ['at its end, without leeway', 3_600_000, 'expired'],
    ['long after', 1e12, 'expired'],
  ])('%s: %s', async (_, laterMs, expected) => {
    expect(await reason(await mint(algorithm), NOW + laterMs)).toBe(expected)
  })

  it('admits nobody with an empty list, and anybody without one', async () => {
    const address = { family: 4, value: 1 } as const
    const [empty, open] = [await read(await mint(algorithm, { acl: [] })), await read(await mint(algorithm))]
    expect(empty.ok && admitsAddress(empty.token.networks, address)).toBe(false)
    expect(open.ok && admitsAddress(open.token.networks, address)).toBe(true)
  })

  it('is refused when another installation issued it', async () => {
    expect(await reason(await mint(algorithm, { iss: 'https://other.example.com' }))).toBe('signature_invalid')
    expect(await reason(await mint(algorithm, { iss: `${ISSUER}/` }))).toBe('signature_invalid')
  })

  it.each<[string, { readonly [name: string]: unknown }]>([
    ['a key that is no id', { sub: 'key' }],
    ['a workspace that is no id', { nid: '' }],
    ['no end', { exp: undefined }],
    ['an end that is a text', { exp: '1795741200' }],
    ['an end in parts of seconds', { exp: NOW / 1000 + 0.5 }],
    ['scopes in one text', { scp: 'orders:read' }],
    ['no scopes', { scp: undefined }],
    ['a visibility that is neither', { vis: 'hidden' }],
    ['metadata that is a list', { meta: [] }],
    ['a list in one text', { acl: '192.0.2.0/24' }],
    ['a list that is null', { acl: null }],
    ['a network with host bits', { acl: ['192.0.2.1/24'] }],
    ['a network without its prefix', { acl: ['192.0.2.0/24', '192.0.2.1'] }],
    ['a list that cannot be read', { acl: ['anywhere'] }],
  ])('is refused with %s, though the signature holds', async (_, changes) => {
    expect(await reason(await mint(algorithm, changes))).toBe('malformed')
  })

  it('is refused when its key is not known, or is of another algorithm', async () => {
    const text = await mint(algorithm)
    const own = algorithm === 'jwt' ? keys.EdDSA : keys.HMAC
    const wrong = algorithm === 'jwt' ? keys.HMAC : keys.EdDSA
    const asked: string[] = []
    const unknown = await readDerivedToken(text, {
      issuer: ISSUER,
      now: NOW,
      verifierOf: async (kid) => {
        asked.push(kid)
        return null
      },
    })
    expect(unknown).toEqual({ ok: false, reason: 'signature_invalid' })
    expect(asked).toEqual([own.kid])
    const confused = await readDerivedToken(text, { issuer: ISSUER, now: NOW, verifierOf: async () => wrong })
    expect(confused).toEqual({ ok: false, reason: 'signature_invalid' })
  })

  it('is refused under another key of the same name', async () => {
    const other = makeSigningKey(algorithm === 'jwt' ? 'EdDSA' : 'HMAC')
    const result = await readDerivedToken(await mint(algorithm), {
      issuer: ISSUER,
      now: NOW,
      verifierOf: async () => other,
    })
    expect(result).toEqual({ ok: false, reason: 'signature_invalid' })
  })

  it('is refused when any one character of it is another', async () => {
    const good = await mint(algorithm)
    expect(await reason(good)).toBe('read')
    for (let at = 0; at < good.length; at++) {
      for (const bit of [1, 2, 4, 8, 16, 32]) {
        const other = String.fromCharCode(good.charCodeAt(at) ^ bit)
        const text = good.slice(0, at) + other + good.slice(at + 1)
        expect(['malformed', 'signature_invalid'], `${other} at ${at}`).toContain(await reason(text))
      }
    }
  })

  it('is refused when it is too long to be verified, with what is too long', async () => {
    const list = Array.from({ length: 400 }, (_, i) => `10.${i >> 8}.${i & 255}.1/32`)
    const rows: [{ readonly [name: string]: unknown }, string][] = [
      [{ acl: list }, "the key's allowlist (400 networks) is too long to be sealed into a token ("],
      [{ meta: { a: 'x'.repeat(4096) } }, "the key's metadata is too long to be sealed into a token ("],
      [
        { scp: Array.from({ length: 90 }, (_, i) => `scope ${i} ${'x'.repeat(60)}`) },
        'the scopes are too many to be sealed',
      ],
      [{ custom: 'x'.repeat(4000), acl: ['192.0.2.0/24'] }, 'custom_claims is too long to be sealed into a token ('],
    ]
    for (const [changes, message] of rows) {
      const minted = await mintToken(makeClaims(changes), algorithm, keys.signerOf)
      expect(minted).toMatchObject({ ok: false, error: 'token_too_long', message: expect.stringContaining(message) })
    }
  })

  it('can be read at any length that can be minted', async () => {
    const lengths: number[] = []
    for (let size = 2500; size < 2900; size += 7) {
      const minted = await mintToken(makeClaims({ a: 'x'.repeat(size) }), algorithm, keys.signerOf)
      if (!minted.ok) continue
      lengths.push(minted.value.token.length)
      expect(await reason(minted.value.token)).toBe('read')
    }
    expect(Math.max(...lengths)).toBeGreaterThan(MAX_TOKEN_LENGTH - 20)
  })
})

describe('a JWT', () => {
  it('is verified by jose with the published key set, in either form', async () => {
    const { jwks } = JSON.parse(JSON.stringify(wrappedJwkSet([keys.EdDSA.publicJwk])))
    const plain = JSON.parse(JSON.stringify(jwkSet([keys.EdDSA.publicJwk])))
    expect(jwks).toEqual(plain)
    const token = await mint('jwt', { aud: 'api' })
    const options = { issuer: ISSUER, audience: 'api', algorithms: ['EdDSA'], typ: 'JWT', currentDate: new Date(NOW) }
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(plain), options)
    expect(payload).toEqual(makeClaims({ aud: 'api' }))
    expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: keys.EdDSA.kid })
  })

  const payload = encode(makeClaims())
  const kid = keys.EdDSA.kid
  /** RFC 8725 §2.1: a verifier that lets the token choose takes the public key for a shared secret. */
  const byPublicKey = (header: object, secret: string | Buffer) => {
    const input = `${encode(header)}.${payload}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  const hs256 = { alg: 'HS256', typ: 'JWT', kid }

  it.each([
    ['none', `${encode({ alg: 'none', typ: 'JWT', kid })}.${payload}.AA`],
    ['NONE', `${encode({ alg: 'NONE', typ: 'JWT', kid })}.${payload}.AA`],
    ['HS256 with the public key', byPublicKey(hs256, Buffer.from(keys.EdDSA.publicJwk.x, 'base64url'))],
    [
      'HS256 with the public key in PEM',
      byPublicKey(hs256, keys.EdDSA.publicKey.export({ format: 'pem', type: 'spki' })),
    ],
    ['HS256 with the key of macaroons', byPublicKey({ ...hs256, kid: keys.HMAC.kid }, keys.HMAC.rootKey.export())],
    ['EdDSA, signed by HMAC', byPublicKey({ ...hs256, alg: 'EdDSA' }, keys.HMAC.rootKey.export())],
    ['EdDSA under the name of the key of macaroons', byPublicKey({ ...hs256, alg: 'EdDSA', kid: keys.HMAC.kid }, 'x')],
    ['an empty header', `${encode({})}.${payload}.AA`],
    ['a header that is null', `${encode(null)}.${payload}.AA`],
  ])('is refused by the algorithm: %s', async (_, text) => {
    expect(await reason(text)).toBe('signature_invalid')
  })

  const good = { alg: 'EdDSA', typ: 'JWT', kid }
  it.each<[string, object]>([
    ['another type', { ...good, typ: 'at+jwt' }],
    ['no type', { alg: 'EdDSA', kid }],
    ['no key', { alg: 'EdDSA', typ: 'JWT' }],
    ['a key that is no id', { ...good, kid: '../keys' }],
    ['crit', { ...good, crit: ['b64'], b64: true }],
    ['a key of its own', { ...good, jwk: keys.EdDSA.publicJwk }],
    ['anything else', { ...good, cty: 'JWT' }],
  ])('is refused with %s in its header, though the signature holds', async (_, header) => {
    expect(await reason(await signed(JSON.stringify(makeClaims()), header))).toBe('signature_invalid')
  })

  it.each([
    ['nothing', ''],
    ['one part', 'eyJhbGciOiJFZERTQSJ9'],
    ['two parts', `${encode(good)}.${payload}`],
    ['an empty signature', `${encode(good)}.${payload}.`],
    ['five parts, as encryption has', 'eyJh.e30.e30.e30.e30'],
    ['a header that is no JSON', `eyJ.${payload}.AA`],
    ['padding', `${encode(good)}.${payload}.AA==`],
    ['a space', ` ${encode(good)}.${payload}.AA`],
    ['the length of a book', `eyJ${'A'.repeat(1_000_000)}.e30.AA`],
  ])('is malformed: %s', async (_, text) => {
    expect(await reason(text)).toBe('malformed')
  })

  it('is malformed when its payload is no object of claims', async () => {
    for (const text of ['', 'claims', 'null', '[]', '"text"', '{"exp":'])
      expect(await reason(await signed(text))).toBe('malformed')
  })
})

describe('a macaroon', () => {
  it('is narrowed by the caveats its holders added', async () => {
    const token = addCaveats(
      await mint('macaroon', { acl: ['192.0.2.0/24'] }),
      'scope orders:read',
      'ip 192.0.2.7,198.51.100.1',
      'expires 2026-11-27T00:10:00Z',
    )
    const result = await read(token)
    if (!result.ok) throw new Error(result.reason)
    expect(result.token.scopes).toEqual(['orders:read'])
    expect(result.token.networks).toHaveLength(2)
    expect(result.token.expiresAtMs).toBe(NOW + 600_000)
    expect(result.token.claims.scp).toEqual(['orders:read', 'orders:write'])
    expect(await reason(token, NOW + 599_999)).toBe('read')
    expect(await reason(token, NOW + 600_000)).toBe('expired')
  })

  it.each([
    ['claims of its own', claimsCaveat(JSON.stringify(makeClaims({ scp: ['admin'] })))],
    ['an unknown caveat', 'paid = yes'],
    ['a network that cannot be read', 'ip 192.0.2.0/33'],
    ['an end that cannot be read', 'expires tomorrow'],
  ])('is refused with %s added', async (_, caveat) => {
    expect(await reason(addCaveats(await mint('macaroon'), caveat))).toBe('malformed')
  })

  it('cannot be made without the root key', async () => {
    const claims = claimsCaveat(JSON.stringify(makeClaims()))
    const identifier = `${keys.HMAC.kid}.${makeClaims().jti}`
    for (const secret of [Buffer.alloc(32), Buffer.from(keys.EdDSA.publicJwk.x, 'base64url')]) {
      expect(await reason(formatMacaroon(mintMacaroon(secret, identifier, [claims])))).toBe('signature_invalid')
    }
  })

  it.each([
    ['no claims', []],
    ['claims that are not first', ['scope a', claimsCaveat(JSON.stringify(makeClaims()))]],
    ['claims that are no JSON', ['claims {']],
    ['claims of nothing', ['claims {}']],
  ])('is refused with %s, though the signature holds', async (_, caveats) => {
    const macaroon = mintMacaroon(keys.HMAC.rootKey.export(), `${keys.HMAC.kid}.x`, caveats)
    expect(await reason(formatMacaroon(macaroon))).toBe('malformed')
  })

  it('names its key in its identifier, or is refused', async () => {
    const claims = claimsCaveat(JSON.stringify(makeClaims()))
    for (const identifier of ['', keys.HMAC.kid, 'x.y', ` ${keys.HMAC.kid}.x`]) {
      const macaroon = mintMacaroon(keys.HMAC.rootKey.export(), identifier, [claims])
      expect(await reason(formatMacaroon(macaroon))).toBe('signature_invalid')
    }
  })
})

it('never throws over garbage', async () => {
  const text = fc.string({ unit: 'binary' })
  const garbage = fc.oneof(
    text,
    text.map((rest) => `eyJ${rest}`),
    text.map((rest) => `mc_v1_${rest}`),
    fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([a, b]) => `${encode(a)}.${encode(b)}.AA`),
    fc.json().map((json) => {
      const macaroon = mintMacaroon(keys.HMAC.rootKey.export(), `${keys.HMAC.kid}.x`, [claimsCaveat(json)])
      return formatMacaroon(macaroon)
    }),
  )
  await fc.assert(
    fc.asyncProperty(garbage, async (one) => {
      expect(await reason(one)).not.toBe('read')
    }),
  )
})
