import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { covers, difference, intersection, overlaps, union } from './algebra.ts'
import { addressNear, anyNetwork, networkList } from './arbitraries.ts'
import { diffNetworks } from './diff.ts'
import { compileMatcher } from './matcher.ts'
import { formatNetwork, type Network, parseCanonicalNetwork } from './network.ts'
import { networksOfRange, rangesOf, summarise } from './range.ts'

const list = (...texts: string[]) => texts.map(parseCanonicalNetwork).filter((network) => network !== null)
const texts = (networks: readonly Network[]) => networks.map(formatNetwork)

const twoListsAndAddress = fc
  .tuple(networkList, networkList)
  .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), addressNear([...a, ...b])))

describe('algebra of lists', () => {
  test.each([
    ['union', union, ['10.0.0.0/24', '10.0.2.0/24'], ['10.0.1.0/24'], ['10.0.0.0/23', '10.0.2.0/24']],
    ['union', union, ['10.0.0.0/8'], ['10.1.0.0/16', '::/0'], ['10.0.0.0/8', '::/0']],
    [
      'intersection',
      intersection,
      ['10.0.0.0/8', '2001:db8::/32'],
      ['10.1.0.0/16', '::/1'],
      ['10.1.0.0/16', '2001:db8::/32'],
    ],
    ['intersection', intersection, ['0.0.0.0/0'], ['::/0'], []],
    ['difference', difference, ['10.0.0.0/30'], ['10.0.0.1/32'], ['10.0.0.0/32', '10.0.0.2/31']],
    ['difference', difference, ['10.0.0.0/30', '::/0'], ['0.0.0.0/0'], ['::/0']],
    ['difference', difference, ['0.0.0.0/0'], ['0.0.0.0/1', '192.0.0.0/2'], ['128.0.0.0/2']],
  ] as const)('%s', (_, operation, a, b, result) => {
    expect(texts(operation(list(...a), list(...b)))).toEqual(result)
  })

  it('means for every address what its name says', () => {
    fc.assert(
      fc.property(twoListsAndAddress, ([a, b, address]) => {
        const inA = compileMatcher(a).matches(address)
        const inB = compileMatcher(b).matches(address)
        expect(compileMatcher(union(a, b)).matches(address)).toBe(inA || inB)
        expect(compileMatcher(intersection(a, b)).matches(address)).toBe(inA && inB)
        expect(compileMatcher(difference(a, b)).matches(address)).toBe(inA && !inB)
        if (inA && inB) expect(overlaps(a, b)).toBe(true)
        if (inB && !inA) expect(covers(a, b)).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })

  it('knows that a list covers itself, its parts and nothing beyond', () => {
    expect(covers(list('10.0.0.0/25', '10.0.0.128/25'), list('10.0.0.0/24'))).toBe(true)
    expect(covers(list('10.0.0.0/25'), list('10.0.0.0/24'))).toBe(false)
    expect(covers([], [])).toBe(true)
    expect(overlaps(list('10.0.0.0/25'), list('10.0.0.128/25'))).toBe(false)
    fc.assert(
      fc.property(networkList, anyNetwork, (networks, more) => {
        expect(covers([...networks, more], networks)).toBe(true)
        expect(difference(networks, [...networks, more])).toEqual([])
      }),
    )
  })
})

describe('summarise', () => {
  it('keeps the addresses, in fewer or as many disjoint networks', () => {
    fc.assert(
      fc.property(networkList, (networks) => {
        const summary = summarise(rangesOf(networks))
        expect(rangesOf(summary)).toEqual(rangesOf(networks))
        expect(summary.length <= new Set(networks.map(formatNetwork)).size).toBe(true)
      }),
    )
  })

  it('needs 62 networks for the worst IPv4 range and 254 for the worst of IPv6', () => {
    expect(networksOfRange({ family: 4, first: 1n, last: 2n ** 32n - 2n })).toHaveLength(62)
    const worst = networksOfRange({ family: 6, first: 1n, last: 2n ** 128n - 2n })
    // One of the 254 would be ::ffff:0:0/96, which is left to IPv4.
    expect(worst.length).toBeLessThanOrEqual(254)
  })

  it('never gives an IPv6 network whose text reads back as IPv4', () => {
    const first = 0xfffe_0000_0001n
    const networks = networksOfRange({ family: 6, first, last: 0x1_0000_0000_0000n })
    expect(networks.map((network) => parseCanonicalNetwork(formatNetwork(network)))).toEqual(networks)
    expect(texts(networks)).not.toContain('::ffff:0:0/96')
  })
})

describe('diffNetworks', () => {
  it('tells entries from addresses', () => {
    const diff = diffNetworks(list('10.0.0.0/8', '192.0.2.1/32'), list('10.0.0.0/8', '10.1.0.0/16', '192.0.2.0/31'))
    expect(texts(diff.added)).toEqual(['10.1.0.0/16', '192.0.2.0/31'])
    expect(texts(diff.removed)).toEqual(['192.0.2.1/32'])
    expect(texts(diff.gained)).toEqual(['192.0.2.0/32'])
    expect(texts(diff.lost)).toEqual([])
  })

  it('is empty between a list and the same list in another order', () => {
    fc.assert(
      fc.property(networkList, (networks) => {
        const nothing = { added: [], removed: [], gained: [], lost: [] }
        expect(diffNetworks(networks, [...networks].reverse())).toEqual(nothing)
      }),
    )
  })
})
