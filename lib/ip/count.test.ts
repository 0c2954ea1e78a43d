import { expect, it, test } from 'vitest'
import { describeNetwork, formatCount, totalAddresses } from './count.ts'
import { parseCanonicalNetwork } from './network.ts'

const list = (...texts: string[]) => texts.map(parseCanonicalNetwork).filter((network) => network !== null)

test.each([
  [0n, '0 addresses'],
  [1n, '1 address'],
  [4n, '4 addresses'],
  [65_536n, '65,536 addresses'],
  [2n ** 32n, '4,294,967,296 addresses'],
  [2n ** 40n + 1n, 'more than 2⁴⁰ addresses'],
  [2n ** 64n, '2⁶⁴ addresses'],
  [2n ** 64n + 1n, 'more than 2⁶⁴ addresses'],
  [2n ** 128n, '2¹²⁸ addresses'],
])('%s is “%s”', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

it('counts an address once however many entries cover it, in both families together', () => {
  expect(totalAddresses([])).toBe(0n)
  expect(totalAddresses(list('10.0.0.0/24', '10.0.0.0/25', '10.0.0.7/32', '10.0.1.0/32', '::/126'))).toBe(261n)
  expect(totalAddresses(list('0.0.0.0/0', '::/0'))).toBe(2n ** 32n + 2n ** 128n)
})

it('describes a network for a line about it', () => {
  expect(list('203.0.113.100/30', '2001:db8::/64').map(describeNetwork)).toEqual([
    { text: '203.0.113.100/30', first: '203.0.113.100', last: '203.0.113.103', count: 4n, countText: '4 addresses' },
    {
      text: '2001:db8::/64',
      first: '2001:db8::',
      last: '2001:db8::ffff:ffff:ffff:ffff',
      count: 2n ** 64n,
      countText: '2⁶⁴ addresses',
    },
  ])
})
