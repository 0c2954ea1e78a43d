import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAllowedIps } from './allowed-ips.ts'
import { entryChanges, isUnchanged, type StoredEntry } from './entry-changes.ts'

const entriesOf = (text: string) => {
  const read = readAllowedIps(text)
  if (!read.ok) throw new Error(read.message)
  return read.entries
}

/** Stores a list as the database would. */
const stored = (text: string): StoredEntry[] =>
  entryChanges([], entriesOf(text)).added.map((entry) => ({
    ...entry,
    id: `id of ${entry.network}`,
    addedBy: null,
    addedAt: new Date(0),
  }))

/** Applies changes as the database would. */
const apply = (before: readonly StoredEntry[], changes: ReturnType<typeof entryChanges>): StoredEntry[] => {
  const gone = new Set([...changes.removed, ...changes.altered].map((entry) => entry.id))
  const added = changes.added.map((entry) => ({
    ...entry,
    id: `id of ${entry.network}`,
    addedBy: null,
    addedAt: new Date(0),
  }))
  return [...before.filter((entry) => !gone.has(entry.id)), ...changes.altered, ...added].sort(
    (a, b) => a.position - b.position,
  )
}

describe('the changes between two lists', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', [], [], []],
    ['10.0.0.1', '::ffff:10.0.0.1/128', [], [], []],
    ['', '10.0.0.1', ['10.0.0.1/32'], [], []],
    ['10.0.0.1', '', [], ['10.0.0.1/32'], []],
    ['10.0.0.1, 10.0.0.2', '10.0.0.1, 10.0.0.3', ['10.0.0.3/32'], ['10.0.0.2/32'], []],
    ['10.0.0.1', '10.0.0.1 # office', [], [], ['10.0.0.1/32']],
    ['10.0.0.1, 10.0.0.2', '10.0.0.2, 10.0.0.1', [], [], ['10.0.0.1/32']],
  ])('from %j to %j', (before, after, added, removed, altered) => {
    const changes = entryChanges(stored(before), entriesOf(after))
    const networks = (entries: readonly { network: string }[]) => entries.map((entry) => entry.network)
    expect([networks(changes.added), networks(changes.removed), networks(changes.altered)]).toEqual([
      added,
      removed,
      altered,
    ])
  })

  it('take one entry off a long list without touching the others', () => {
    const hosts = Array.from({ length: 200 }, (_, host) => `10.0.0.${host}`)
    const changes = entryChanges(stored(hosts.join('\n')), entriesOf(hosts.slice(1).join('\n')))
    expect([changes.removed.length, changes.altered.length, changes.added.length]).toEqual([1, 0, 0])
  })

  it('lead from any list to any other, and then there are none', () => {
    const list = fc
      .uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 12 })
      .map((hosts) => hosts.map((host) => `10.0.0.${host}${host % 3 === 0 ? ' # noted' : ''}`).join('\n'))
    fc.assert(
      fc.property(list, list, (before, after) => {
        const result = apply(stored(before), entryChanges(stored(before), entriesOf(after)))
        const inOrder = (list: readonly StoredEntry[]) => list.map(({ position: _, ...entry }) => entry)
        expect(inOrder(result)).toEqual(inOrder(stored(after)))
        expect(isUnchanged(entryChanges(result, entriesOf(after)))).toBe(true)
      }),
    )
  })
})
