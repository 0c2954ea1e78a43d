import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addressFromBigInt, addressToBigInt, parseAddress } from './address.ts'
import { anyAddress, anyNetwork } from './arbitraries.ts'
import {
  addressCount,
  compareNetworks,
  displayNetwork,
  formatNetwork,
  lastAddress,
  networkContains,
  networkOf,
  parseCanonicalNetwork,
  parsePrefix,
} from './network.ts'

/** One row: a network, who is in, who is out. */
const membership: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['203.0.113.100/30', ['203.0.113.100', '203.0.113.103'], ['203.0.113.99', '203.0.113.104']],
  ['203.0.113.7/32', ['203.0.113.7', '::ffff:203.0.113.7'], ['203.0.113.6', '203.0.113.8']],
  ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0', '::a00:1']],
  ['128.0.0.0/1', ['128.0.0.0', '255.255.255.255'], ['127.255.255.255', '0.0.0.0']],
  ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'], ['::', '::1', '2001:db8::1']],
  ['::/0', ['::', '::1.2.3.4', 'ffff::'], ['0.0.0.0', '1.2.3.4', '::ffff:1.2.3.4']],
  ['2001:db8::/32', ['2001:db8::', '2001:db8:ffff::1'], ['2001:db7:ffff::', '2001:db9::']],
  ['2001:db8::8/125', ['2001:db8::8', '2001:db8::f'], ['2001:db8::7', '2001:db8::10']],
  ['64:ff9b::/96', ['64:ff9b::1.2.3.4'], ['1.2.3.4', '2002:102:304::']],
]

function network(text: string) {
  const read = parseCanonicalNetwork(text)
  if (read === null) throw new Error(`${text} is not canonical`)
  return read
}

function address(text: string) {
  const read = parseAddress(text)
  if (read === null) throw new Error(`${text} is not an address`)
  return read
}

describe('networkContains', () => {
  test.each(membership)('%s: in and out', (text, inside, outside) => {
    expect(inside.filter((ip) => networkContains(network(text), address(ip)))).toEqual(inside)
    expect(outside.filter((ip) => networkContains(network(text), address(ip)))).toEqual([])
  })

  it('is a comparison of numbers', () => {
    fc.assert(
      fc.property(anyNetwork, anyAddress, (net, ip) => {
        const value = addressToBigInt(ip)
        const inRange = ip.family === net.family && value >= net.first && value <= lastAddress(net)
        expect(networkContains(net, ip)).toBe(inRange)
      }),
    )
  })

  it('holds for every wider network around the same address', () => {
    fc.assert(
      fc.property(anyAddress, fc.nat(128), (ip, bits) => {
        fc.pre(bits <= (ip.family === 4 ? 32 : 128))
        expect(networkContains(networkOf(ip, bits), ip)).toBe(true)
      }),
    )
  })
})

describe('parseCanonicalNetwork', () => {
  it('reads what formatNetwork writes', () => {
    fc.assert(
      fc.property(anyNetwork, (net) => {
        expect(parseCanonicalNetwork(formatNetwork(net))).toEqual(net)
      }),
    )
  })

  test.each([
    ['10.0.0.0', 'no prefix'],
    ['10.0.0.1/8', 'host bits'],
    ['10.0.0.0/33', 'prefix out of range'],
    ['10.0.0.0/08', 'leading zero'],
    ['10.0.0.0/', 'no prefix'],
    ['10.0.0.0/8/8', 'two prefixes'],
    ['::ffff:0.0.0.0/96', 'a mapped network is never stored, and must not become 0.0.0.0/0'],
    ['::ffff:10.0.0.0/8', 'a mapped address with an IPv4 prefix'],
    ['', 'empty'],
    ['null', 'damaged'],
  ])('refuses %j: %s', (text) => {
    expect(parseCanonicalNetwork(text)).toBeNull()
  })

  it('reads the dotted form in which PostgreSQL prints ::/96', () => {
    expect(parseCanonicalNetwork('::1.2.3.4/128')).toEqual(network('::102:304/128'))
  })
})

test.each([
  ['0', 32, 0],
  ['32', 32, 32],
  ['33', 32, -1],
  ['128', 128, 128],
  ['', 32, -1],
  ['-0', 32, -1],
  ['+8', 32, -1],
  ['08', 32, -1],
  ['00', 32, -1],
  ['8 ', 32, -1],
  ['1e1', 32, -1],
  ['8.0', 32, -1],
  ['４', 32, -1],
  ['4294967304', 32, -1],
  ['8\n', 32, -1],
])('parsePrefix(%j, %i) is %i', (text, max, bits) => {
  expect(parsePrefix(text, max)).toBe(bits)
})

it('shows single addresses without a prefix', () => {
  expect(displayNetwork(network('203.0.113.7/32'))).toBe('203.0.113.7')
  expect(displayNetwork(network('2001:db8::1/128'))).toBe('2001:db8::1')
  expect(displayNetwork(network('203.0.113.0/24'))).toBe('203.0.113.0/24')
})

it('counts its addresses', () => {
  expect(addressCount(network('203.0.113.100/30'))).toBe(4n)
  expect(addressCount(network('0.0.0.0/0'))).toBe(2n ** 32n)
  expect(addressCount(network('::/0'))).toBe(2n ** 128n)
  expect(lastAddress(network('::/0'))).toBe(addressToBigInt(addressFromBigInt(6, 2n ** 128n - 1n)))
})

it('sorts IPv4 first, then by address, then the wider', () => {
  const sorted = ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '::/0', '::/1', '8000::/1']
  expect([...sorted].reverse().map(network).sort(compareNetworks).map(formatNetwork)).toEqual(sorted)
})
