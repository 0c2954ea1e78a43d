import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatAddress } from './address.ts'
import { anyAddress, anyNetwork, mutated } from './arbitraries.ts'
import { MAX_ENTRY_LENGTH, parseEntry } from './entry.ts'
import { displayNetwork, formatNetwork } from './network.ts'

const accepted: readonly (readonly [text: string, networks: readonly string[], notices: readonly string[]])[] = [
  ['203.0.113.42', ['203.0.113.42/32'], []],
  ['203.0.113.42/32', ['203.0.113.42/32'], []],
  ['203.0.113.100/30', ['203.0.113.100/30'], []],
  ['203.0.113.101/30', ['203.0.113.100/30'], ['host_bits']],
  ['192.168.1.5/24', ['192.168.1.0/24'], ['host_bits']],
  ['2001:DB8::1/32', ['2001:db8::/32'], ['host_bits']],
  ['2001:DB8::/32', ['2001:db8::/32'], []],
  ['0.0.0.0/0', ['0.0.0.0/0'], []],
  ['::/0', ['::/0'], []],
  ['0.0.0.0', ['0.0.0.0/32'], ['unspecified']],
  ['::', ['::/128'], ['unspecified']],
  ['::ffff:1.2.3.4', ['1.2.3.4/32'], ['mapped']],
  ['::ffff:10.0.0.0/104', ['10.0.0.0/8'], ['mapped']],
  ['::ffff:10.1.2.3/104', ['10.0.0.0/8'], ['mapped', 'host_bits']],
  ['::ffff:0:0/96', ['0.0.0.0/0'], ['mapped']],
  ['::fffe:0:0/95', ['::fffe:0:0/95'], []],
  ['::1.2.3.4', ['::102:304/128'], []],
  ['10.0.0.1-10.0.0.1', ['10.0.0.1/32'], ['range']],
  ['10.0.0.0-10.0.0.255', ['10.0.0.0/24'], ['range']],
  ['10.0.0.1 - 10.0.0.4', ['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/32'], ['range']],
  ['0.0.0.0-255.255.255.255', ['0.0.0.0/0'], ['range']],
  ['::ffff:10.0.0.0-10.0.0.3', ['10.0.0.0/30'], ['range']],
  ['2001:db8::-2001:db8::ff', ['2001:db8::/120'], ['range']],
]

/** The part of the text that is marked, and the suggestion. */
const refused: readonly (readonly [text: string, code: string, marked: string, suggestion: string | undefined])[] = [
  ['', 'empty', '', undefined],
  ['010.0.0.1', 'ipv4_leading_zero', '010', '10.0.0.1'],
  ['10.0.08.1', 'ipv4_leading_zero', '08', '10.0.8.1'],
  ['10.00.0.1/8', 'ipv4_leading_zero', '00', '10.0.0.1/8'],
  ['10.0.0/8', 'ipv4_short', '10.0.0', '10.0.0.0/8'],
  ['10/8', 'ipv4_short', '10', '10.0.0.0/8'],
  ['127.1', 'ipv4_short', '127.1', undefined],
  ['10', 'ipv4_short', '10', undefined],
  ['2130706433', 'ipv4_number', '2130706433', '127.0.0.1'],
  ['0x7f.1', 'ipv4_hexadecimal', '0x7f.1', undefined],
  ['0x7f000001', 'ipv4_hexadecimal', '0x7f000001', undefined],
  ['256.1.1.1', 'ipv4_out_of_range', '256', undefined],
  ['1.2.3.4.5', 'ipv4_long', '.5', undefined],
  ['1..2.3', 'ipv4_empty_octet', '.', undefined],
  ['1.2.3.4.', 'ipv4_empty_octet', '.', '1.2.3.4'],
  ['10.0.0.0/33', 'prefix_out_of_range', '33', undefined],
  ['::/129', 'prefix_out_of_range', '129', undefined],
  ['10.0.0.0/4294967304', 'prefix_out_of_range', '4294967304', undefined],
  ['10.0.0.0/', 'prefix_missing', '/', undefined],
  ['10.0.0.0/08', 'prefix_leading_zero', '08', '10.0.0.0/8'],
  ['10.0.0.0/00', 'prefix_leading_zero', '00', '10.0.0.0/0'],
  ['10.0.0.0/-0', 'prefix_unreadable', '-0', undefined],
  ['10.0.0.0/+8', 'prefix_unreadable', '+8', undefined],
  ['10.0.0.0/8/8', 'prefix_unreadable', '8/8', undefined],
  ['10.0.0.0/255.0.0.0', 'prefix_netmask', '255.0.0.0', '10.0.0.0/8'],
  ['10.0.0.0/255.255.255.255', 'prefix_netmask', '255.255.255.255', '10.0.0.0/32'],
  ['10.0.0.0/0.0.0.255', 'prefix_netmask', '0.0.0.255', '10.0.0.0/24'],
  ['10.0.0.0/0.0.0.0', 'prefix_netmask', '0.0.0.0', undefined],
  ['10.0.0.0/255.0.255.0', 'prefix_netmask', '255.0.255.0', undefined],
  ['::ffff:10.0.0.0/8', 'prefix_mapped', '8', '10.0.0.0/8'],
  ['::ffff:10.0.0.0/95', 'prefix_mapped', '95', undefined],
  ['::ffff:0:0/95', 'prefix_mapped', '95', undefined],
  ['192.168.1.*', 'wildcard', '*', '192.168.1.0/24'],
  ['10.*.*.*', 'wildcard', '*.*.*', '10.0.0.0/8'],
  ['*', 'wildcard', '*', undefined],
  ['10.*.0.1', 'wildcard', '*.0.1', undefined],
  ['host.example.com', 'host_name', 'host.example.com', undefined],
  ['my-host.example.com:443', 'host_name', 'my-host.example.com:443', undefined],
  ['localhost', 'host_name', 'localhost', undefined],
  ['https://203.0.113.7:8443/v1', 'url', 'https://203.0.113.7:8443/v1', '203.0.113.7'],
  ['https://[2001:db8::1]/', 'url', 'https://[2001:db8::1]/', '2001:db8::1'],
  ['1.2.3.4:443', 'port', ':443', '1.2.3.4'],
  ['[::1]:443', 'port', ':443', '::1'],
  ['[::1]', 'brackets', '[::1]', '::1'],
  ['[2001:db8::]/32', 'brackets', '[2001:db8::]', '2001:db8::/32'],
  ['fe80::1%eth0', 'zone_id', '%eth0', 'fe80::1'],
  ['fe80::1%eth0/64', 'zone_id', '%eth0', 'fe80::1/64'],
  ['::1::2', 'ipv6_gap', '::', undefined],
  ['1:::2', 'ipv6_gap', ':::', undefined],
  [':1:2', 'ipv6_gap', ':', undefined],
  ['1:2:3', 'ipv6_length', '1:2:3', undefined],
  ['1:2:3:4:5:6:7:8:9', 'ipv6_length', '1:2:3:4:5:6:7:8:9', undefined],
  ['1:2:3:4:5:6:7::8', 'ipv6_length', '1:2:3:4:5:6:7::8', undefined],
  ['1.2.3.4::', 'ipv6_length', '::', undefined],
  ['12345::', 'ipv6_group', '12345', undefined],
  ['::ffff:1.2.3.04', 'ipv4_leading_zero', '04', '::ffff:1.2.3.4'],
  ['2001:db8::g', 'unexpected_character', 'g', undefined],
  ['10.0.0.1o', 'unexpected_character', 'o', undefined],
  ['00:11:22:aa:bb:cc', 'mac_address', '00:11:22:aa:bb:cc', undefined],
  ['10.0.0.9-10.0.0.1', 'range_reversed', '10.0.0.9-10.0.0.1', '10.0.0.1-10.0.0.9'],
  ['10.0.0.1-50', 'range_short', '50', '10.0.0.1-10.0.0.50'],
  ['10.0.0.9-5', 'range_short', '5', undefined],
  ['10.0.0.1-', 'range_incomplete', '10.0.0.1-', '10.0.0.1'],
  ['- 10.0.0.1', 'range_incomplete', '- 10.0.0.1', '10.0.0.1'],
  ['10.0.0.1-::1', 'range_mixed', '10.0.0.1-::1', undefined],
  ['10.0.0.0/24-10.0.1.0', 'range_of_networks', '/', undefined],
  ['10.0.0.01 - 10.0.0.9', 'ipv4_leading_zero', '01', '10.0.0.1-10.0.0.9'],
  ['10.0.0.1 - 10.0.0.09', 'ipv4_leading_zero', '09', '10.0.0.1-10.0.0.9'],
  ['１92.168.1.1', 'not_ascii', '１', '192.168.1.1'],
  ['192.168.1.1\u200b', 'not_ascii', '\u200b', '192.168.1.1'],
  ['10.0.0.1–10.0.0.4', 'not_ascii', '–', '10.0.0.1-10.0.0.4'],
  ['“10.0.0.1”', 'not_ascii', '“', '10.0.0.1'],
  ['10.0.0.1\0', 'not_ascii', '\0', '10.0.0.1'],
  [' 10.0.0.1', 'unexpected_character', ' ', '10.0.0.1'],
]

describe('parseEntry', () => {
  test.each(accepted)('keeps %s as %j, with notices %j', (text, networks, notices) => {
    const parsed = parseEntry(text)
    expect(parsed.ok && parsed.networks.map(formatNetwork)).toEqual(networks)
    expect(parsed.ok && parsed.notices.map((notice) => notice.code)).toEqual(notices)
  })

  test.each(refused)('refuses %j as %s, marks %j and suggests %j', (text, code, marked, suggestion) => {
    const parsed = parseEntry(text)
    if (parsed.ok) throw new Error('was accepted')
    const { at, length } = parsed.problem
    expect([parsed.problem.code, text.slice(at, at + length), parsed.suggestion]).toEqual([code, marked, suggestion])
  })

  test.each([
    ['010.0.0.1', 'Leading zeros are ambiguous: some programs read 010 as 8'],
    ['10.0.0.08', 'Leading zeros are ambiguous: some programs refuse them, others ignore them'],
    ['10.0.0.0/255.0.0.0', 'Write a prefix length instead of a netmask: here /8'],
    ['10.0.0.0/33', 'The prefix length of an IPv4 network is at most /32'],
  ])('explains %s in words', (text, message) => {
    const parsed = parseEntry(text)
    expect(!parsed.ok && parsed.problem.message).toBe(message)
  })

  it('says what a network with host bits covers', () => {
    const parsed = parseEntry('203.0.113.101/30')
    expect(parsed.ok && parsed.notices[0]?.message).toBe(
      '203.0.113.101/30 is kept as 203.0.113.100/30: it covers 203.0.113.100 to 203.0.113.103, 4 addresses',
    )
  })

  test.each(['::-::1:0:0:0', '::fffe:0:1-::1:0:0:0', '::1-::fffe:ffff:ffff:ffff:ffff'])(
    'refuses %s: its networks would lie among the mapped addresses and read back as IPv4',
    (text) => {
      const parsed = parseEntry(text)
      expect(!parsed.ok && parsed.problem.code).toBe('range_mapped')
    },
  )

  it('does not examine text longer than an entry can be', () => {
    const parsed = parseEntry('1'.repeat(MAX_ENTRY_LENGTH + 1))
    expect(!parsed.ok && parsed.problem).toMatchObject({ code: 'too_long', at: MAX_ENTRY_LENGTH, length: 1 })
  })

  it('takes the canonical form of a network as it is, without a notice', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(parseEntry(formatNetwork(network))).toEqual({ ok: true, networks: [network], notices: [] })
        const shown = parseEntry(displayNetwork(network))
        expect(shown.ok && shown.networks).toEqual([network])
      }),
    )
  })

  const spoiled = mutated(fc.oneof(anyNetwork.map(formatNetwork), anyAddress.map(formatAddress), fc.string()))

  it('never throws, marks a place inside the text, and suggests only what it accepts', () => {
    fc.assert(
      fc.property(spoiled, (text) => {
        const parsed = parseEntry(text)
        if (parsed.ok) return
        const { at, length, message } = parsed.problem
        expect(message).not.toBe('')
        expect(at >= 0 && length >= 0 && at + length <= text.length).toBe(true)
        if (parsed.suggestion !== undefined) expect(parseEntry(parsed.suggestion).ok).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
})
