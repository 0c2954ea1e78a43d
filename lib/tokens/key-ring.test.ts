import { describe, expect, it } from 'vitest'
import { makeSigningKey, NOW } from './fixtures.ts'
import { createKeyRing, type LoadedKeys } from './key-ring.ts'
import type { SigningKey } from './signing-key.ts'

const HOUR = 3_600_000

/** A ring over keys that a test may change, with a clock that it moves, and how often the keys were read. */
function ringOver(keys: SigningKey[]) {
  const store = { keys, clock: 5000, reads: 0, broken: false }
  const ring = createKeyRing(
    async () => {
      store.reads += 1
      if (store.broken) throw new Error('no database')
      return { keys: [...store.keys], nowMs: NOW + store.clock - 5000 }
    },
    () => store.clock,
  )
  return { ring, store }
}

describe('who signs', () => {
  const old = makeSigningKey('EdDSA', { signsFromMs: NOW - 90 * 24 * HOUR, verifiesUntilMs: NOW + 25 * HOUR })
  const next = makeSigningKey('EdDSA', { signsFromMs: NOW + HOUR })
  const other = makeSigningKey('HMAC', { signsFromMs: NOW })

  it.each([
    ['the only one', [old], 0, old],
    ['the old one, while the next is published ahead', [next, old, other], 0, old],
    ['the old one to the last moment', [next, old], HOUR - 1, old],
    ['the next one from its time on', [next, old], HOUR, next],
    ['the next one, when a clock went back and there is nothing else', [next], -HOUR, next],
  ])('is %s', async (_, keys, laterMs, expected) => {
    const { ring, store } = ringOver(keys)
    store.clock += laterMs
    const signer = await ring.signer('EdDSA', NOW + laterMs + HOUR)
    expect(signer?.kid).toBe(expected.kid)
  })

  it('is the next one ahead of its time for a token that outlives the old', async () => {
    const { ring } = ringOver([old, next])
    expect((await ring.signer('EdDSA', NOW + 25 * HOUR))?.kid).toBe(old.kid)
    expect((await ring.signer('EdDSA', NOW + 25 * HOUR + 1))?.kid).toBe(next.kid)
  })

  it('is nobody without a key of the algorithm', async () => {
    expect(await ringOver([other]).ring.signer('EdDSA', NOW)).toBeNull()
  })
})

describe('who verifies', () => {
  const old = makeSigningKey('EdDSA', { signsFromMs: NOW - HOUR, verifiesUntilMs: NOW + 1000 })
  const next = makeSigningKey('EdDSA', { signsFromMs: NOW + HOUR })

  it('is every key until its end, the next one before its beginning', async () => {
    const { ring, store } = ringOver([old, next])
    store.clock += 999
    expect((await ring.verifier(old.kid))?.kid).toBe(old.kid)
    expect((await ring.verifier(next.kid))?.kid).toBe(next.kid)
    expect((await ring.jwtKeys()).map((key) => key.kid)).toEqual([next.kid, old.kid])
  })

  it('is no key from its end on, though it is still kept', async () => {
    const { ring, store } = ringOver([old, next])
    await ring.jwtKeys()
    store.clock += 1000
    expect(await ring.verifier(old.kid)).toBeNull()
    expect((await ring.jwtKeys()).map((key) => key.kid)).toEqual([next.kid])
  })
})

describe('reading again', () => {
  const one = makeSigningKey('EdDSA')
  const two = makeSigningKey('EdDSA')

  it('happens once in half a minute', async () => {
    const { ring, store } = ringOver([one])
    for (let second = 0; second < 60; second++) {
      await ring.verifier(one.kid)
      await ring.signer('EdDSA', NOW)
      store.clock += 1000
    }
    expect(store.reads).toBe(2)
  })

  it('finds a key that was made meanwhile', async () => {
    const { ring, store } = ringOver([one])
    await ring.jwtKeys()
    store.keys.push(two)
    store.clock += 1000
    expect((await ring.verifier(two.kid))?.kid).toBe(two.kid)
    expect(store.reads).toBe(2)
  })

  it('happens at most once a second for keys that nobody knows', async () => {
    const { ring, store } = ringOver([one])
    for (let ms = 0; ms < 5000; ms += 10) {
      await Promise.all([ring.verifier('junk'), ring.verifier(`junk ${ms}`)])
      store.clock += 10
    }
    expect(store.reads).toBe(5)
  })

  it('is shared by all who need it at once', async () => {
    const { ring, store } = ringOver([one])
    await Promise.all([ring.verifier(one.kid), ring.verifier(two.kid), ring.signer('EdDSA', NOW), ring.jwtKeys()])
    expect(store.reads).toBe(1)
  })

  it('happens at the next use after everything was forgotten', async () => {
    const { ring, store } = ringOver([one])
    await ring.jwtKeys()
    store.keys.push(two)
    ring.forget()
    expect((await ring.verifier(two.kid))?.kid).toBe(two.kid)
  })

  it('does not keep what was on its way when everything was forgotten', async () => {
    const answers: ((keys: LoadedKeys) => void)[] = []
    const ring = createKeyRing(
      () => new Promise((resolve) => answers.push(resolve)),
      () => 0,
    )
    const before = ring.jwtKeys()
    ring.forget()
    const after = ring.jwtKeys()
    answers[1]?.({ keys: [one, two], nowMs: NOW })
    expect(await after).toHaveLength(2)
    answers[0]?.({ keys: [one], nowMs: NOW })
    expect(await before).toHaveLength(1)
    expect(await ring.jwtKeys()).toHaveLength(2)
  })

  it('fails its callers when the database does, and tries again at the next', async () => {
    const { ring, store } = ringOver([one])
    await ring.jwtKeys()
    store.broken = true
    expect((await ring.verifier(one.kid))?.kid).toBe(one.kid)
    store.clock += 30_000
    await expect(ring.verifier(one.kid)).rejects.toThrow('no database')
    await expect(ring.signer('EdDSA', NOW)).rejects.toThrow('no database')
    store.broken = false
    expect((await ring.verifier(one.kid))?.kid).toBe(one.kid)
  })
})
