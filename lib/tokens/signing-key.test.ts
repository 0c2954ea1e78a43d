import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { resolveEnv } from '#lib/env'
import { NOW } from './fixtures.ts'
import { newSigningKey, openSigningKey, type SigningAlgorithm } from './signing-key.ts'

const times = { signsFromMs: NOW, verifiesUntilMs: null }
const store = (algorithm: SigningAlgorithm) => ({ ...newSigningKey(algorithm), ...times })
const secret = process.env.GATELIST_SECRET ?? ''
afterEach(() => resolveEnv({ GATELIST_SECRET: secret }))

describe('a signing key', () => {
  it('comes back from the store as it was published', () => {
    const stored = store('EdDSA')
    const key = openSigningKey(stored)
    expect(stored.publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.any(String),
      kid: stored.kid,
      use: 'sig',
      alg: 'EdDSA',
    })
    expect(key).toMatchObject({ ...times, kid: stored.kid, algorithm: 'EdDSA', publicJwk: stored.publicJwk })
  })

  it('has 32 bytes for macaroons, and nothing to publish', () => {
    const stored = store('HMAC')
    const key = openSigningKey(stored)
    expect(stored.publicJwk).toBeNull()
    expect(key.algorithm === 'HMAC' && key.rootKey.export()).toHaveLength(32)
  })

  it('is another one each time', () => {
    expect(store('EdDSA').publicJwk?.x).not.toBe(store('EdDSA').publicJwk?.x)
  })

  it('shows nothing of its secret in a log', () => {
    const key = openSigningKey(store('HMAC'))
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)
    const bytes = key.algorithm === 'HMAC' ? key.rootKey.export() : Buffer.of()
    expect(shown).not.toContain(bytes.toString('hex').slice(0, 8))
    expect(shown).not.toContain([...bytes.subarray(0, 3)].join(','))
  })
})

describe('a stored key that cannot be trusted', () => {
  it('is refused under another master secret, with what to look at', () => {
    const stored = store('EdDSA')
    resolveEnv({ GATELIST_SECRET: 'another secret that is just as long as it has to be' })
    expect(() => openSigningKey(stored)).toThrow(
      `signing key ${stored.kid} cannot be opened: it was sealed under another GATELIST_SECRET, or was altered`,
    )
  })

  it('is refused under the name of another', () => {
    expect(() => openSigningKey({ ...store('HMAC'), kid: store('HMAC').kid })).toThrow('cannot be opened')
  })

  it('is refused when one bit was altered', () => {
    const stored = store('HMAC')
    stored.sealedSecret[20] = (stored.sealedSecret[20] ?? 0) ^ 1
    expect(() => openSigningKey(stored)).toThrow('cannot be opened')
  })

  it.each([[null], [{}], [store('EdDSA').publicJwk]])(
    'is refused with a public half that is not its own: %j',
    (publicJwk) => {
      expect(() => openSigningKey({ ...store('EdDSA'), publicJwk })).toThrow('published with another public key')
    },
  )

  it('is refused when its algorithm is not known', () => {
    expect(() => openSigningKey({ ...store('EdDSA'), algorithm: 'none' })).toThrow('unknown algorithm')
  })
})
