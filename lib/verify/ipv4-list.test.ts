import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressNear, mutated, networkList } from '#lib/ip/arbitraries'
import { formatNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import { compileAllowlist, compiledIpv4List } from './compiled-list.ts'
import { readIpv4List } from './ipv4-list.ts'

const textOf = (networks: readonly Network[]) => networks.map(formatNetwork).join(',')
const ipv4List = networkList
  .map((networks) => networks.filter(({ family }) => family === 4))
  .filter((networks) => networks.length > 0)

/** The networks of a text one by one; null when one cannot be read. */
function readOneByOne(text: string): readonly Network[] | null {
  const networks = text.split(',').map(parseCanonicalNetwork)
  return networks.every((network) => network !== null) ? networks : null
}

describe('a list of IPv4 networks', () => {
  it('is the same list as read one by one', () => {
    const cases = ipv4List.chain((networks) => fc.tuple(fc.constant(networks), fc.array(addressNear(networks))))
    fc.assert(
      fc.property(cases, ([networks, addresses]) => {
        const read = readIpv4List(textOf(networks))
        if (read === null) return expect(read).not.toBeNull()
        const [list, plain] = [
          compiledIpv4List(read),
          compileAllowlist(networks.map((network) => ({ network, expiresAt: null }))),
        ]
        expect([list.size, list.bytes, list.networksAt(0)]).toEqual([plain.size, plain.bytes, plain.networksAt(0)])
        for (const address of addresses)
          expect(list.matcherAt(0).matches(address)).toBe(plain.matcherAt(0).matches(address))
      }),
      { numRuns: 2000 },
    )
  })

  it('is never read out of damaged text that another reader refuses', () => {
    fc.assert(
      fc.property(mutated(ipv4List.map(textOf)), (text) => {
        const networks = readOneByOne(text)
        const isIpv4 = networks?.every(({ family }) => family === 4) === true && !text.includes(':')
        expect(readIpv4List(text) !== null).toBe(isIpv4)
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    '',
    ',',
    '10.0.0.0/8,',
    ',10.0.0.0/8',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/8 1',
    '10.0.0.1/8',
    '10.0.0.0/8,::/0',
    '10.0.0.0/8/9',
    '10.0.0.0,10.0.0.0/8',
    '10.0.0.0/-1',
    '10.0.0.0/1e1',
    '::ffff:10.0.0.0/104',
  ])('is not %j', (text) => {
    expect(readIpv4List(text)).toBeNull()
  })

  it('may be everything, and end with the last address', () => {
    expect(readIpv4List('0.0.0.0/0')?.words).toEqual([0, 0xffff_ffff])
    expect(readIpv4List('255.255.255.255/32,0.0.0.0/32,255.255.255.254/32')?.words).toEqual([
      0, 0, 0xffff_fffe, 0xffff_ffff,
    ])
  })
})
