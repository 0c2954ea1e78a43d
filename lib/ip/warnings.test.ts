import { describe, expect, it, test } from 'vitest'
import { type Network, parseCanonicalNetwork } from './network.ts'
import { specialBlocks } from './special-blocks.ts'
import { warningsOf } from './warnings.ts'

const list = (...texts: string[]) => texts.map(parseCanonicalNetwork).filter((network) => network !== null)
const codes = (...texts: string[]) => warningsOf(list(...texts)).map((warning) => `${warning.index} ${warning.code}`)

/** Each network alone. The ranges are those of the IANA special-purpose registries (RFC 6890). */
const alone: readonly (readonly [network: string, code: string | null])[] = [
  ['0.0.0.0/0', 'any_address'],
  ['::/0', 'any_address'],
  ['10.0.0.0/8', 'private_range'],
  ['172.16.0.0/12', 'private_range'],
  ['172.31.255.255/32', 'private_range'],
  ['172.32.0.0/16', null],
  ['192.168.1.0/24', 'private_range'],
  ['192.169.0.0/16', null],
  ['127.0.0.1/32', 'private_range'],
  ['169.254.169.254/32', 'private_range'],
  ['100.64.0.0/10', 'private_range'],
  ['100.128.0.0/16', null],
  ['fd00::/8', 'private_range'],
  ['fe80::1/128', 'private_range'],
  ['::1/128', 'private_range'],
  ['0.0.0.0/32', 'reserved_range'],
  ['::/128', 'reserved_range'],
  ['203.0.113.0/24', 'reserved_range'],
  ['192.0.2.1/32', 'reserved_range'],
  ['224.0.0.1/32', 'reserved_range'],
  ['255.255.255.255/32', 'reserved_range'],
  ['2001:db8::/48', 'reserved_range'],
  ['ff02::1/128', 'reserved_range'],
  ['8.8.0.0/15', 'very_wide'],
  ['8.8.0.0/16', null],
  ['2a00::/31', 'very_wide'],
  ['2a00::/32', null],
  ['8.8.8.8/32', null],
]

describe('warningsOf', () => {
  test.each(alone)('%s: %s', (network, code) => {
    expect(codes(network)).toEqual(code === null ? [] : [`0 ${code}`])
  })

  it('names entries that others cover, by the widest', () => {
    const networks = list('8.8.8.8/32', '8.8.8.0/24', '9.9.9.9/32', '8.8.0.0/16', '2a00::1/128')
    expect(warningsOf(networks).map(({ index, message }) => [index, message])).toEqual([
      [0, '8.8.8.8 is already covered by 8.8.0.0/16'],
      [1, '8.8.8.0/24 is already covered by 8.8.0.0/16'],
    ])
  })

  it('names the second of two equal entries', () => {
    expect(codes('8.8.8.8/32', '9.9.9.9/32', '8.8.8.8/32')).toEqual(['2 covered_by'])
  })

  it('does not let one family cover the other', () => {
    expect(codes('0.0.0.0/0', '2a00::1/128')).toEqual(['0 any_address'])
  })

  it('speaks to people', () => {
    expect(warningsOf(list('0.0.0.0/0', '8.0.0.0/8', '10.0.0.0/8', '203.0.113.7/32')).map((w) => w.message)).toEqual([
      '0.0.0.0/0 admits every IPv4 address',
      '8.0.0.0/8 is very wide: 16,777,216 addresses',
      '8.0.0.0/8 is already covered by 0.0.0.0/0',
      '10.0.0.0/8 is private (RFC 1918): callers from the internet never have it',
      '10.0.0.0/8 is already covered by 0.0.0.0/0',
      '203.0.113.7 is reserved for documentation (RFC 5737): no caller has it',
      '203.0.113.7 is already covered by 0.0.0.0/0',
    ])
  })

  it('takes 10,000 entries without slowing down', () => {
    const networks: Network[] = Array.from({ length: 10_000 }, (_, i) => ({
      family: 4,
      first: BigInt(i),
      prefixBits: 32,
    }))
    const started = performance.now()
    expect(warningsOf([...networks, ...list('0.0.0.0/1')])).toHaveLength(20_001)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

it('has every special block in canonical form', () => {
  expect(specialBlocks).toHaveLength(22)
})
