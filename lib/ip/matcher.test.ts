import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from './address.ts'
import { anyAddress, anyNetwork, listAndAddress } from './arbitraries.ts'
import { compileMatcher } from './matcher.ts'
import { type Network, networkContains, parseCanonicalNetwork } from './network.ts'

function matcherOf(...texts: string[]) {
  return compileMatcher(texts.map(parseCanonicalNetwork).filter((network) => network !== null))
}

function admits(matcher: ReturnType<typeof compileMatcher>, ...texts: string[]) {
  return texts.filter((text) => {
    const address = parseAddress(text)
    return address !== null && matcher.matches(address)
  })
}

describe('compileMatcher', () => {
  it('matches nothing by an empty list', () => {
    expect(admits(matcherOf(), '0.0.0.0', '1.2.3.4', '::', '::1')).toEqual([])
    expect(matcherOf().size).toBe(0)
  })

  it('keeps the families apart', () => {
    const both = ['0.0.0.0', '255.255.255.255', '::', 'ffff::', '::1.2.3.4', '::ffff:1.2.3.4']
    expect(admits(matcherOf('0.0.0.0/0'), ...both)).toEqual(['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'])
    expect(admits(matcherOf('::/0'), ...both)).toEqual(['::', 'ffff::', '::1.2.3.4'])
  })

  it('knows the edges of nested, touching and separate networks', () => {
    const matcher = matcherOf('10.0.0.0/24', '10.0.0.128/25', '10.0.1.0/24', '10.0.3.0/24')
    const outside = ['9.255.255.255', '10.0.2.0', '10.0.2.255', '10.0.4.0']
    const inside = ['10.0.0.0', '10.0.0.255', '10.0.1.0', '10.0.1.255', '10.0.3.0', '10.0.3.255']
    expect(admits(matcher, ...outside, ...inside)).toEqual(inside)
  })

  it('compares IPv6 by all four words', () => {
    const matcher = matcherOf('2001:db8:0:1::/64', '2001:db8:0:3::ffff:0/112')
    const inside = ['2001:db8:0:1::', '2001:db8:0:1:ffff:ffff:ffff:ffff', '2001:db8:0:3::ffff:1']
    const outside = ['2001:db8:0:0:ffff::', '2001:db8:0:2::', '2001:db8:0:3::fffe:ffff', '2001:db8:0:3::1:0:0', 'ff::']
    expect(admits(matcher, ...outside, ...inside)).toEqual(inside)
  })

  it('agrees with asking each network in turn', () => {
    fc.assert(
      fc.property(listAndAddress, ([networks, address]) => {
        const naive = networks.some((network) => networkContains(network, address))
        expect(compileMatcher(networks).matches(address)).toBe(naive)
      }),
      { numRuns: 5000 },
    )
  })

  it('is not changed by the order of entries or by repeating them', () => {
    fc.assert(
      fc.property(listAndAddress, fc.nat(), ([networks, address], turn) => {
        const at = networks.length === 0 ? 0 : turn % networks.length
        const other = [...networks.slice(at), ...networks.slice(0, at), ...networks.slice(0, 3)]
        expect(compileMatcher(other).matches(address)).toBe(compileMatcher(networks).matches(address))
      }),
    )
  })

  it('never refuses anyone because an entry was added', () => {
    fc.assert(
      fc.property(listAndAddress, anyNetwork, ([networks, address], added) => {
        if (compileMatcher(networks).matches(address)) {
          expect(compileMatcher([...networks, added]).matches(address)).toBe(true)
        }
      }),
    )
  })

  it('admits an address written as IPv4-mapped exactly when it admits the IPv4 address', () => {
    fc.assert(
      fc.property(listAndAddress, anyAddress, ([networks, near], other) => {
        for (const address of [near, other]) {
          fc.pre(address.family === 4)
          const mapped = parseAddress(`::ffff:${formatAddress(address)}`)
          expect(mapped).toEqual(address)
          expect(mapped !== null && compileMatcher(networks).matches(mapped)).toBe(
            compileMatcher(networks).matches(address),
          )
        }
      }),
    )
  })

  it('answers from 10,000 entries in well under a millisecond', () => {
    const networks: Network[] = Array.from({ length: 10_000 }, (_, i) => ({
      family: 4,
      first: BigInt(i * 4096),
      prefixBits: 32,
    }))
    const matcher = compileMatcher(networks)
    expect(matcher.size).toBe(10_000)
    const address = { family: 4, value: 4096 * 7919 } as const
    const started = performance.now()
    for (let i = 0; i < 100_000; i++) matcher.matches(address)
    // Measured 0.1 µs; a scan of the list would take 10 µs each and a second in all.
    expect(performance.now() - started).toBeLessThan(500)
  })
})
