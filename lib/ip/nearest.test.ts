import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { parseAddress } from './address.ts'
import { listAndAddress } from './arbitraries.ts'
import { nearest } from './nearest.ts'
import { networkContains, networkOf, parseCanonicalNetwork } from './network.ts'

const office = ['203.0.113.100/30', '10.0.0.0/8', '10.1.0.0/16', '2001:db8::/64']

function messageFor(list: readonly string[], text: string) {
  const address = parseAddress(text)
  if (address === null) throw new Error(text)
  return nearest(
    list.map(parseCanonicalNetwork).filter((network) => network !== null),
    address,
  ).message
}

test.each([
  [office, '203.0.113.103', '203.0.113.103 is in 203.0.113.100/30'],
  [office, '10.1.2.3', '10.1.2.3 is in 10.1.0.0/16'],
  [office, '203.0.113.104', '203.0.113.104 is 1 past 203.0.113.100/30'],
  [office, '203.0.113.98', '203.0.113.98 is 2 before 203.0.113.100/30'],
  [office, '2001:db8:0:2::', '2001:db8:0:2:: is more than 2⁶⁴ past 2001:db8::/64'],
  [['203.0.113.7/32'], '203.0.114.7', '203.0.114.7 is 256 past 203.0.113.7'],
  [['203.0.113.7/32'], '2001:db8::1', '2001:db8::1 is an IPv6 address, and the list has IPv4 only'],
  [['::/0'], '203.0.113.7', '203.0.113.7 is an IPv4 address, and the list has IPv6 only'],
  [[], '203.0.113.7', 'The list has no entries'],
])('of %j, %s: %s', (list, text, message) => {
  expect(messageFor(list, text)).toBe(message)
})

it('names a network that holds the address, or none when none does', () => {
  fc.assert(
    fc.property(listAndAddress, ([networks, address]) => {
      const found = nearest(networks, address)
      const holding = networks.filter((network) => networkContains(network, address))
      if (found.matched === null) expect(holding).toEqual([])
      else expect(holding).toContainEqual(found.matched)
    }),
  )
})

it('measures to the nearest end: shrinking the distance by one network more is impossible', () => {
  fc.assert(
    fc.property(listAndAddress, ([networks, address]) => {
      const found = nearest(networks, address)
      if (found.matched !== null || found.distance === null) return
      expect(found.distance > 0n).toBe(true)
      for (const network of networks) {
        const alone = nearest([network], address)
        if (alone.matched === null && alone.distance !== null) expect(alone.distance >= found.distance).toBe(true)
      }
      const own = networkOf(address, address.family === 4 ? 32 : 128)
      expect(nearest([...networks, own], address).matched).toEqual(own)
    }),
  )
})
