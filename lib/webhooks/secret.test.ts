import { describe, expect, it } from 'vitest'
import { newSecret, overlapUntil, replacedSecret, signingKeys } from './secret.ts'

const id = '0192b7c0-0000-7000-8000-000000000001'
const at = (hours: number, ms = 0) => new Date(Date.UTC(2026, 10, 27) + hours * 3_600_000 + ms)

describe('a secret that is replaced', () => {
  const first = newSecret(id)
  const second = replacedSecret(id, first.sealed, at(0))

  it('signs beside the new one for a day, to the millisecond', () => {
    expect(signingKeys(id, second.sealed, at(0))).toEqual([second.key, first.key])
    expect(signingKeys(id, second.sealed, at(24, -1))).toEqual([second.key, first.key])
    expect(signingKeys(id, second.sealed, at(24))).toEqual([second.key])
    expect([overlapUntil(id, second.sealed, at(23)), overlapUntil(id, second.sealed, at(24))]).toEqual([at(24), null])
  })

  it('keeps its day when the new one is replaced too', () => {
    const third = replacedSecret(id, second.sealed, at(12))
    expect(signingKeys(id, third.sealed, at(13))).toEqual([third.key, second.key, first.key])
    expect(signingKeys(id, third.sealed, at(30))).toEqual([third.key, second.key])
    expect(signingKeys(id, third.sealed, at(36))).toEqual([third.key])
  })
})

describe('a stored secret', () => {
  const { key, sealed } = newSecret(id)

  it('has 32 random bytes and does not show them', () => {
    expect(key).toHaveLength(32)
    expect(newSecret(id).key).not.toEqual(key)
    for (const shown of [key, Buffer.from(key.toString('base64'))])
      expect(Buffer.from(sealed).includes(shown)).toBe(false)
  })

  it('opens for its own webhook only', () => {
    expect(signingKeys(id, sealed, at(0))).toEqual([key])
    expect(() => signingKeys('0192b7c0-0000-7000-8000-000000000002', sealed, at(0))).toThrow('was not sealed')
  })
})
