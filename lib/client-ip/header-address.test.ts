import { expect, test } from 'vitest'
import { formatAddress } from '#lib/ip/address'
import { parseHeaderAddress } from './header-address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  [' \t203.0.113.7\t ', '203.0.113.7'],
  ['203.0.113.7:443', '203.0.113.7'],
  ['203.0.113.7:0', '203.0.113.7'],
  ['203.0.113.7:65535', '203.0.113.7'],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
  ['::1.2.3.4', '::102:304'],
])('reads %j as %s', (text, canonical) => {
  const address = parseHeaderAddress(text)
  expect(address && formatAddress(address)).toBe(canonical)
})

test.each([
  ['', 'empty'],
  [' ', 'blank'],
  ['unknown', 'RFC 7239 §6.2, but no address'],
  ['_hidden', 'RFC 7239 §6.3 obfuscated'],
  ['-', 'as some logs have it'],
  ['010.0.0.1', 'leading zero'],
  ['127.1', 'short form'],
  ['203.0.113.7/32', 'a network'],
  ['203.0.113.7:', 'no port after the colon'],
  ['203.0.113.7:65536', 'port out of range'],
  ['203.0.113.7:+80', 'port with a sign'],
  ['203.0.113.7:80:80', 'two ports'],
  ['203.0.113.7, 203.0.113.8', 'two addresses'],
  ['203.0.113.7 203.0.113.8', 'two addresses'],
  ['"203.0.113.7"', 'quotes'],
  ['for=203.0.113.7', 'RFC 7239 syntax in the wrong header'],
  ['\u00a0203.0.113.7', 'a blank that HTTP does not know'],
  ['203.0.113.7\0', 'NUL'],
  ['[203.0.113.7]:80', 'brackets are for IPv6 (RFC 3986 §3.2.2)'],
  ['[2001:db8::1', 'no closing bracket'],
  ['2001:db8::1]', 'no opening bracket'],
  ['[2001:db8::1]443', 'no colon before the port'],
  ['[2001:db8::1]:', 'no port after the colon'],
  ['[[2001:db8::1]]', 'brackets twice'],
  ['[]', 'nothing in the brackets'],
  ['fe80::1%eth0', 'zone id'],
  ['[fe80::1%25eth0]:443', 'zone id'],
  ['localhost:80', 'a name'],
])('refuses %j: %s', (text) => {
  expect(parseHeaderAddress(text)).toBeNull()
})
