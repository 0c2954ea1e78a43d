import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNetwork, networkContains, parseCanonicalNetwork, storedNetwork } from '#lib/ip/network'
import { specialBlocks } from '#lib/ip/special-blocks'
import { shadeOf } from './compose.ts'
import { hilbertIndex, hilbertPoint } from './hilbert.ts'
import { drawn } from './picture.ts'
import { blockAt, cellBitsOf, placeIn, readView, shapeIn, wayTo } from './view.ts'

const place = fc
  .integer({ min: 1, max: 16 })
  .chain((order) => fc.tuple(fc.constant(order), fc.integer({ min: 0, max: 4 ** order - 1 })))

describe('the Hilbert curve', () => {
  it('visits every cell of the square once', () => {
    for (const order of [1, 2, 3, 5]) {
      const seen = new Set<string>()
      for (let index = 0; index < 4 ** order; index++) {
        const { x, y } = hilbertPoint(order, index)
        expect(Math.max(x, y)).toBeLessThan(2 ** order)
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        seen.add(`${x} ${y}`)
      }
      expect(seen.size).toBe(4 ** order)
    }
  })

  it('finds the way back from every cell', () => {
    fc.assert(fc.property(place, ([order, index]) => hilbertIndex(order, hilbertPoint(order, index)) === index))
  })

  it('steps to a neighbour each time', () => {
    fc.assert(
      fc.property(place, ([order, index]) => {
        fc.pre(index > 0)
        const [a, b] = [hilbertPoint(order, index - 1), hilbertPoint(order, index)]
        return Math.abs(a.x - b.x) + Math.abs(a.y - b.y) === 1
      }),
    )
  })

  it('keeps a block together: the square of a longer prefix lies in that of the shorter one', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 15 }), ([order, index], levels) => {
        fc.pre(levels < order)
        const { x, y } = hilbertPoint(order, index)
        const outer = hilbertPoint(order - levels, Math.floor(index / 4 ** levels))
        expect({ x: Math.floor(x / 2 ** levels), y: Math.floor(y / 2 ** levels) }).toEqual(outer)
      }),
    )
  })
})

const view = fc
  .tuple(fc.constantFrom(0, 8, 16, 24), fc.nat({ max: 2 ** 24 - 1 }))
  .map(([bits, high]) =>
    storedNetwork(
      `${[24, 16, 8].map((from, at) => (at * 8 < bits ? (high >> (from - 8)) & 255 : 0)).join('.')}.0/${bits}`,
    ),
  )

describe('a picture of a block', () => {
  it('has each of its 256 parts at one place, and finds it there again', () => {
    fc.assert(
      fc.property(view, fc.nat({ max: 15 }), fc.nat({ max: 15 }), (shown, x, y) => {
        const cell = blockAt(shown, cellBitsOf(shown), { x, y })
        expect(placeIn(shown, cell)).toEqual({ x, y })
        expect(networkContains(shown, { family: 4, value: Number(cell.first) })).toBe(true)
      }),
    )
  })

  it('outlines what is special as a square, or as two side by side', () => {
    for (const { network } of specialBlocks.filter(({ network }) => network.family === 4)) {
      const shape = shapeIn(storedNetwork('0.0.0.0/0'), network)
      const area = (shape?.width ?? 0) * (shape?.height ?? 0)
      expect(area, formatNetwork(network)).toBeCloseTo(2 ** -network.prefixBits, 12)
    }
    expect(shapeIn(storedNetwork('203.0.0.0/8'), storedNetwork('10.0.0.0/8'))).toBeNull()
  })

  it.each([
    [undefined, '0.0.0.0/0'],
    ['', '0.0.0.0/0'],
    ['203.0.0.0/8', '203.0.0.0/8'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.0/25', null],
    ['203.0.113.7/24', null],
    ['::/0', null],
    ["' OR 1", null],
  ])('of %j is %j', (text, expected) => {
    const found = readView(text)
    expect(found === null ? null : formatNetwork(found)).toBe(expected)
  })

  it('is reached from the whole space by whole octets', () => {
    const shown = parseCanonicalNetwork('203.0.113.0/24')
    expect(shown && wayTo(shown).map(formatNetwork)).toEqual([
      '0.0.0.0/0',
      '203.0.0.0/8',
      '203.0.0.0/16',
      '203.0.113.0/24',
    ])
  })
})

describe('the shades of a picture', () => {
  it('go from the least that is there to the most, by powers', () => {
    const span = { least: 10, most: 1000 }
    expect([0, 10, 100, 1000].map((count) => shadeOf(count, span))).toEqual([0, 0.12, expect.closeTo(0.56, 5), 1])
    expect(shadeOf(7, { least: 7, most: 7 })).toBe(1)
  })

  it('stand where their blocks lie', () => {
    const cells = Array.from({ length: 256 }, (_, at) => ({ keys: at === 10 ? 3 : 0, callers: 0, refusals: 0 }))
    const shown = storedNetwork('0.0.0.0/0')
    const { x, y } = placeIn(shown, storedNetwork('10.0.0.0/8'))
    const tones = [{ opacity: 1, path: `M${x * 4} ${y * 4}h4v4h-4z` }]
    expect(drawn({ view: shown, cells, grains: null }, 'keys')).toEqual({ tones, bits: 8, least: 3, most: 3 })
    expect(drawn({ view: shown, cells, grains: null }, 'callers')).toMatchObject({ tones: [], most: 0 })
  })
})
