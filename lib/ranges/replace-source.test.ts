import fc from 'fast-check'
import { expect, it } from 'vitest'
import { entryChanges, type StoredEntry } from '#lib/allowlists/entry-changes'
import { networkList } from '#lib/ip/arbitraries'
import { formatNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import { sourceChange, wantedAfterSource } from './replace-source.ts'

const OWN = 'aws:EC2:eu-west-1'
const OTHER = 'github:hooks:*'

function stored(network: string, source: string | null, more: Partial<StoredEntry> = {}): StoredEntry {
  const fixed = { id: network, written: null, position: 0, addedBy: 'owner@example.com', addedAt: new Date(0) }
  return { ...fixed, network, source, note: null, enabled: true, expiresAt: null, ...more }
}

const networks = (...texts: string[]): Network[] => texts.flatMap((text) => parseCanonicalNetwork(text) ?? [])

it('removes what is gone, adds what is new, and leaves everything else as it is', () => {
  const list = [
    stored('192.0.2.0/24', null, { note: 'Office' }),
    stored('198.51.100.0/25', OWN, { note: 'Mine', enabled: false }),
    stored('198.51.100.128/25', OWN),
    stored('203.0.113.0/24', OTHER),
  ]
  const ranges = networks('198.51.100.0/25', '192.0.2.0/24', '203.0.113.0/24', '10.0.0.0/8')
  const change = sourceChange(list, { source: OWN, networks: ranges })
  expect(change.added.map(formatNetwork)).toEqual(['10.0.0.0/8'])
  expect(change.removed.map((entry) => entry.network)).toEqual(['198.51.100.128/25'])
  expect(change.kept.map((entry) => entry.network)).toEqual(['198.51.100.0/25'])
  // By hand and of another source, though the file names them too.
  expect(change.elsewhere.map((entry) => entry.network)).toEqual(['192.0.2.0/24', '203.0.113.0/24'])

  const wanted = wantedAfterSource(list, { source: OWN, ranges: ranges.map((network) => ({ network, note: 'AWS' })) })
  expect(wanted.map(({ network, note, source }) => [formatNetwork(network), note, source])).toEqual([
    ['192.0.2.0/24', 'Office', undefined],
    ['198.51.100.0/25', 'Mine', undefined],
    ['203.0.113.0/24', null, undefined],
    ['10.0.0.0/8', 'AWS', OWN],
  ])
})

const list = fc.uniqueArray(fc.tuple(networkList, fc.constantFrom(null, OWN, OTHER)), { maxLength: 6 }).map((parts) => {
  const seen = new Map<string, StoredEntry>()
  for (const [found, source] of parts) {
    for (const network of found) {
      const text = formatNetwork(network)
      if (!seen.has(text)) seen.set(text, stored(text, source, { position: seen.size }))
    }
  }
  return [...seen.values()]
})

it('never touches an entry of another source or by hand, and is done after one import', () => {
  fc.assert(
    fc.property(list, networkList, (before, found) => {
      const ranges = [...new Map(found.map((network) => [formatNetwork(network), { network, note: 'AWS' }])).values()]
      const wanted = wantedAfterSource(before, { source: OWN, ranges })
      const changes = entryChanges(before, wanted)
      expect(changes.removed.every((entry) => entry.source === OWN)).toBe(true)
      expect(changes.added.every((entry) => entry.source === OWN)).toBe(true)
      const after = [
        ...before.filter((entry) => !changes.removed.includes(entry)),
        ...changes.added.map((entry) => ({ ...stored(entry.network, entry.source), ...entry })),
      ]
      // Every range is in the list now, and a second import of the same file changes nothing.
      const texts = new Set(after.map((entry) => entry.network))
      expect(ranges.every(({ network }) => texts.has(formatNetwork(network)))).toBe(true)
      const again = sourceChange(after, { source: OWN, networks: ranges.map(({ network }) => network) })
      expect([again.added.length, again.removed.length]).toEqual([0, 0])
    }),
    { numRuns: 150 },
  )
})
