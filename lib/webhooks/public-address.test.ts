import { describe, expect, it } from 'vitest'
import { isPublicAddress } from './public-address.ts'

// Each block's edges: the last address outside, and the first and last inside.
const refused = [
  ['loopback', '127.0.0.1', '127.255.255.255', '::1'],
  ['this network', '0.0.0.0', '0.255.255.255', '::'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff:ffff::1'],
  ['link-local, and the metadata of clouds', '169.254.0.1', '169.254.169.254', 'fe80::1', 'fd00:ec2::254'],
  ['shared by a provider’s customers', '100.64.0.1', '100.127.255.255', '100.100.100.200'],
  ['multicast and beyond', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1'],
  ['documentation and benchmarks', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '2001:db8::1', '3fff::1'],
  ['protocol assignments', '192.0.0.192', '192.88.99.1', '2001::1', '2001:1ff::1'],
  ['Azure’s platform', '168.63.129.16'],
  ['IPv4-mapped (RFC 4291 §2.5.5.2)', '::ffff:127.0.0.1', '::ffff:a00:1', '::ffff:169.254.169.254'],
  ['NAT64 of private IPv4 (RFC 6052)', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b::10.0.0.1'],
  ['local NAT64 (RFC 8215)', '64:ff9b:1::1', '64:ff9b:1::808:808'],
  ['6to4 of private IPv4 (RFC 3056)', '2002:7f00:1::1', '2002:a00:1::', '2002:a9fe:a9fe::1'],
  ['IPv4-compatible and translated, deprecated', '::8.8.8.8', '::ffff:0:808:808'],
  ['outside of global unicast', 'fec0::1', '4000::1', '5f00::1', '1fff::1', '100::1'],
  ['what is no address', '', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '010.0.0.1', 'fe80::1%eth0', '8.8.8.8 '],
] as const

const accepted = [
  ['8.8.8.8', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0'],
  ['169.253.255.255', '169.255.0.0', '192.167.255.255', '192.169.0.0', '168.63.129.15', '223.255.255.255'],
  ['2606:4700:4700::1111', '2a00::1', '2001:200::1', '2001:4860:4860::8888', '3ffe::1'],
  ['::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1'],
] as const

describe('an address that messages may go to', () => {
  it.each(refused.flatMap(([what, ...addresses]) => addresses.map((address) => [address, what])))(
    'is not %s: %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(false)
    },
  )

  it.each(accepted.flat())('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})
