import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { alignmentCentres, dataCodewords, layoutFor } from './capacity.ts'
import type { Grid } from './grid.ts'
import { dataPlaces, qrCode, qrPath } from './qr-code.ts'
import { correctionOf } from './reed-solomon.ts'

const code = (text: string): Grid => {
  const grid = qrCode(text)
  if (grid === null) throw new Error('too long')
  return grid
}
const text = (length: number) => Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * 37) % 90))).join('')

test('corrects as in the example of a symbol 1-M that says HELLO WORLD', () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
  expect(correctionOf(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
})

// ISO/IEC 18004, tables 1, 7 and E.1: the bytes that a version holds at level M, and where its alignment patterns stand.
test.each([
  [1, 14, []],
  [2, 26, [6, 18]],
  [7, 122, [6, 22, 38]],
  [9, 180, [6, 26, 46]],
  [10, 213, [6, 28, 50]],
  [14, 362, [6, 26, 46, 66]],
  [15, 412, [6, 26, 48, 70]],
  [20, 666, [6, 34, 62, 90]],
])('version %i holds %i bytes', (version, bytes, centres) => {
  const layout = layoutFor(bytes)
  expect(layout?.version).toBe(version)
  expect(layoutFor(bytes + 1)?.version ?? 21).toBe(version + 1)
  expect(alignmentCentres(version, layout?.size ?? 0)).toEqual(centres)
})

// ISO/IEC 18004, table C.1: format information of level M, highest bit first.
const formats = [
  ...['101010000010010', '101000100100101', '101111001111100', '101101101001011'],
  ...['100010111111001', '100000011001110', '100111110010111', '100101010100000'],
]

describe.each([1, 60, 122, 250, 666])('a symbol of %i bytes', (length) => {
  const grid = code(text(length))

  test('says its level and mask twice, as the standard has it', () => {
    const last = grid.size - 1
    const at = (places: [number, number][]) => places.map(([x, y]) => Number(grid.isDark(x, y))).join('')
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
    const around: [number, number][] = [
      ...[...range(0, 5), 7].map((x): [number, number] => [x, 8]),
      [8, 8],
      ...[7, ...range(0, 5).reverse()].map((y): [number, number] => [8, y]),
    ]
    const apart: [number, number][] = [
      ...range(last - 6, last)
        .reverse()
        .map((y): [number, number] => [8, y]),
      ...range(last - 7, last).map((x): [number, number] => [x, 8]),
    ]
    expect(formats).toContain(at(around))
    expect(at(apart)).toBe(at(around))
  })

  test('has a place for every bit of its codewords', () => {
    const layout = layoutFor(length)
    const places = [...dataPlaces(grid)].length
    expect(places - 8 * (layout?.codewords ?? 0)).toBeGreaterThanOrEqual(0)
    expect(places - 8 * (layout?.codewords ?? 0)).toBeLessThan(8)
    expect(layout && dataCodewords(layout)).toBeGreaterThan(length)
  })
})

// These very symbols were read back by a decoder that is not ours.
test.each([
  ['gatelist', 'c40e8f5b324ca30d'],
  [
    'otpauth://totp/Gatelist:a%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gatelist',
    '6ff3a2742ef7de1b',
  ],
  [text(400), '6111bbfbbfbd24ca'],
])('the symbol of %j is the one that others read', (plain, digest) => {
  expect(hash('sha256', qrPath(code(plain)), 'hex').slice(0, 16)).toBe(digest)
})

test('what is too long is no symbol', () => expect(qrCode('x'.repeat(667))).toBeNull())
