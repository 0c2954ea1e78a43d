import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastBase62Digits, toBase62 } from './base62.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const readBack = (text: string) => [...text].reduce((sum, digit) => sum * 62n + BigInt(DIGITS.indexOf(digit)), 0n)

describe('base62', () => {
  it.each([
    [[0], 1, '0'],
    [[61], 1, 'z'],
    [[62], 2, '10'],
    [[1, 0], 3, '048'],
    [[], 2, '00'],
  ])('writes %j as %i digits %s', (bytes, width, text) => {
    expect(toBase62(Uint8Array.from(bytes), width)).toBe(text)
  })

  it('is one to one: 32 bytes always give 43 digits that read back as the same number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = toBase62(bytes, 43)
        expect(text).toHaveLength(43)
        expect(readBack(text)).toBe(BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
      }),
    )
    expect(readBack(toBase62(new Uint8Array(32).fill(255), 43))).toBe(2n ** 256n - 1n)
  })

  it('refuses to cut a number that does not fit', () => {
    expect(() => toBase62(Uint8Array.from([62]), 1)).toThrow(RangeError)
  })

  it('writes the last digits alone as it does among all', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 32 })
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 7 }), (number, width) => {
        expect(lastBase62Digits(number, width)).toBe(toBase62(number, 43).slice(-width))
      }),
    )
    expect(() => lastBase62Digits(Uint8Array.from([1]), 8)).toThrow(RangeError)
  })
})
