import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseAddress } from './address.ts'
import { anyAddress, anyNetwork } from './arbitraries.ts'
import { displayNetwork, networkContains, parseCanonicalNetwork } from './network.ts'
import { widened } from './widen.ts'

it.each([
  ['203.0.113.0/25', '203.0.113.200', '203.0.113.0/24'],
  ['8.8.113.0/24', '8.8.114.0', '8.8.112.0/22'],
  ['8.8.8.8/32', '8.8.8.9', '8.8.8.8/31'],
  ['8.8.8.8/32', '8.8.200.1', '8.8.0.0/16'],
  ['8.8.8.0/24', '8.8.8.7', '8.8.8.0/24'],
  ['2a00::/64', '2a00:0:0:1::7', '2a00::/63'],
  ['8.8.8.8/32', '8.9.8.8', null],
  ['8.0.0.0/8', '8.8.8.8', null],
  ['8.8.8.8/32', '2a00::1', null],
  ['203.0.113.0/24', '203.0.114.0', '203.0.112.0/22'],
  // 192.168.0.0/16 is private, and its neighbours are not.
  ['192.167.255.0/24', '192.168.0.1', null],
  ['100.64.0.1/32', '100.63.255.1', null],
])('%s is widened to hold %s as %s', (network, address, wider) => {
  const [from, to] = [parseCanonicalNetwork(network), parseAddress(address)]
  if (from === null || to === null) throw new Error('bad row')
  const found = widened(from, to)
  expect(found === null ? null : displayNetwork(found)).toBe(wider)
})

it('holds both, wherever there is an answer', () => {
  fc.assert(
    fc.property(anyNetwork, anyAddress, (network, address) => {
      const found = widened(network, address)
      if (found === null) return
      expect(networkContains(found, address)).toBe(true)
      expect(found.prefixBits).toBeLessThanOrEqual(network.prefixBits)
      expect(network.first >> 0n >= found.first).toBe(true)
    }),
  )
})
