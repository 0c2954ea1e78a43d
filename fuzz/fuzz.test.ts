import { describe, expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'
import { createRandom } from './random.ts'
import { secondAddress, secondClient, secondNetwork } from './second-reader.ts'
import { targets } from './targets.ts'
import { addressText, damaged, forwardedText, networkText, type Texts } from './texts.ts'

describe.each(targets)('the reader of $name', (target) => {
  it('reads thousands of damaged texts and is contradicted by none', () => {
    expect(fuzz(target, { inputs: 5000, seed: 20 })).toEqual({ inputs: 5000, flaws: [] })
  })
})

it('finds a reader that throws, and one that reads wrongly', () => {
  const texts: Texts = (random) => String(random.below(2))
  const throws = (text: string) => {
    if (text === '1') throw new RangeError('one')
    return null
  }
  const plain = { name: 'plain', weight: 1, texts }
  const { flaws, inputs } = fuzz({ ...plain, check: throws }, { inputs: 1000, seed: 1 })
  expect(flaws).toHaveLength(20)
  expect(flaws[0]).toEqual({ target: 'plain', text: '1', what: 'threw RangeError: one' })
  expect(inputs).toBeLessThan(1000)
  const wrong = { ...plain, check: (text: string) => (text === '0' ? 'wrong' : null) }
  expect(fuzz(wrong, { inputs: 8, seed: 1 }).flaws.length).toBeGreaterThan(0)
})

it('makes the same texts of the same seed, and others of another', () => {
  const some = (seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: 20 }, () => damaged(addressText)(random))
  }
  expect(some(7)).toEqual(some(7))
  expect(some(7)).not.toEqual(some(8))
})

it.each([
  ['addresses', addressText, secondAddress],
  ['networks', networkText, secondNetwork],
  ['values of X-Forwarded-For', forwardedText, secondClient],
] as const)('makes %s of which many can be read and many cannot', (_, texts, read) => {
  const random = createRandom(3)
  const readable = Array.from({ length: 5000 }, () => read(damaged(texts)(random))).filter((value) => value !== null)
  expect(readable.length).toBeGreaterThan(250)
  expect(readable.length).toBeLessThan(4000)
})

it('has a second reader that reads by arithmetic of its own', () => {
  expect(secondAddress('::ffff:192.0.2.1')).toEqual({ family: 4, value: 0xc0000201n })
  expect(secondAddress('2001:db8::1.2.3.4')).toEqual({ family: 6, value: 0x20010db8000000000000000001020304n })
  expect(secondAddress('fe80::1%1')).toBeNull()
  expect(secondNetwork('10.0.0.0/8')).toEqual({ family: 4, value: 0x0a000000n, prefixBits: 8 })
  expect(secondNetwork('10.0.0.1/8')).toBeNull()
  expect(secondClient('203.0.113.9, [2001:db8::1]:443')).toEqual({
    family: 6,
    value: 0x20010db8000000000000000000000001n,
  })
  expect(secondClient('203.0.113.9, unknown')).toBeNull()
})
