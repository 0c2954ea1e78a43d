import { expect, it } from 'vitest'
import { findEntries } from './find-entries.ts'

const entries = [
  { id: '0', text: '203.0.113.0/24', note: 'Office', addedBy: 'ada@example.com' },
  { id: '1', text: '10.0.0.7', note: null, addedBy: null },
  { id: '2', text: '2001:db8::/32', note: 'VPN', addedBy: 'token Deploy' },
]

it.each([
  ['', ['203.0.113.0/24', '10.0.0.7', '2001:db8::/32']],
  ['office', ['203.0.113.0/24']],
  ['203.0.113.77', ['203.0.113.0/24']],
  ['203.0', ['203.0.113.0/24']],
  ['2001:DB8::1', ['2001:db8::/32']],
  ['::ffff:10.0.0.7', ['10.0.0.7']],
  ['deploy', ['2001:db8::/32']],
  ['198.51.100.1', []],
])('a search for %j finds %j', (query, found) => {
  expect(findEntries(entries, query).map((entry) => entry.text)).toEqual(found)
})

it('keeps what is being edited, found or not', () => {
  expect(findEntries(entries, 'office', new Set(['1'])).map((entry) => entry.text)).toEqual([
    '203.0.113.0/24',
    '10.0.0.7',
  ])
})
