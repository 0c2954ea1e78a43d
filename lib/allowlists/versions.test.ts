import { describe, expect, it } from 'vitest'
import { formatAllowlist } from '#lib/ip/allowlist'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { readEntries } from './entries.ts'
import { entryChanges, type StoredEntry, type WantedEntry } from './entry-changes.ts'
import { recordedChanges } from './entry-record.ts'
import { listRecords } from './list-record.ts'
import { readVersionEvent, type VersionEntry, type VersionEvent } from './version-event.ts'
import { type ListHistory, versionAt } from './versions.ts'

type Made = Partial<VersionEntry> & { network: string }

const plain = { note: null, enabled: true, expiresAt: null, source: null }
const entryOf = (made: Made): VersionEntry => ({ ...plain, ...made })
const stored = (list: readonly Made[]): StoredEntry[] =>
  list.map((made, position) => ({
    ...entryOf(made),
    ...{ id: made.network, position, written: null, addedBy: null, addedAt: new Date(0) },
  }))

function wanted(list: readonly Made[]): WantedEntry[] {
  return list.map((made) => {
    const network = parseCanonicalNetwork(made.network)
    if (network === null) throw new Error(made.network)
    return { ...entryOf(made), network }
  })
}

/** As `changeList` records it, through the JSON of the database. */
function changed(before: readonly Made[], after: readonly Made[], action = 'key.allowlist'): VersionEvent {
  const changes = entryChanges(stored(before), wanted(after))
  const lists = listRecords(readEntries(stored(before)), readEntries(stored(after)))
  const sides = {
    before: { accessMode: 'enforce', list: lists.before },
    after: { accessMode: 'enforce', list: lists.after, changes: recordedChanges(stored(before), changes) },
  }
  return readVersionEvent({ action, ...JSON.parse(JSON.stringify(sides)) })
}

function historyOf(lists: readonly (readonly Made[])[], present = lists.at(-1) ?? []): ListHistory {
  const events = lists.map((list, index) =>
    changed(lists[index - 1] ?? [], list, index === 0 ? 'key.create' : undefined),
  )
  return { events, pruned: 0, present: { entries: present.map(entryOf), accessMode: 'enforce', lists: [] } }
}

const a = { network: '10.0.0.0/8' }
const b = { network: '203.0.113.7/32', note: 'office' }
const c = { network: '2001:db8::/32' }

const told = (history: ListHistory, number: number) => {
  const version = versionAt(history, number)
  return version === null ? null : { entries: version.entries, unsure: version.unsure }
}
const exactly = (list: readonly Made[]) => ({ entries: list.map(entryOf), unsure: [] })

describe('a version of a list', () => {
  const until = new Date('2030-01-31T12:00:00Z')
  const lists = [
    [a],
    [a, { ...b, expiresAt: until, source: 'aws' }],
    [{ ...b, enabled: false, expiresAt: until, source: 'aws' }, a],
    [{ ...b, enabled: false, note: 'the office' }],
    [],
    [c, b, a],
  ]

  it('is told with notes, switches, expiries, sources and order, from the first to the last', () => {
    const history = historyOf(lists)
    for (const [index, list] of lists.entries()) expect(told(history, index + 1)).toEqual(exactly(list))
  })

  it.each([0, 7, -1, 1.5, Number.NaN])('that was never made (%s) is told as none', (number) => {
    expect(versionAt(historyOf(lists), number)).toBeNull()
  })

  it('of more than is kept whole is told from its changes alone', () => {
    const many = Array.from({ length: 4000 }, (_, n) => ({ network: `10.${n >> 8}.${n & 255}.1/32` }))
    const fewer = [...many.slice(0, 1000), { network: '10.200.0.0/16', enabled: false }, ...many.slice(1001)]
    const history = historyOf([many, fewer, fewer.slice(5)])
    expect(history.events.slice(1).map((event) => event.text)).toEqual([null, null])
    const byNetwork = (list: readonly Made[]) => new Map(list.map((made) => [made.network, entryOf(made)]))
    for (const [number, list] of [
      [1, many],
      [2, fewer],
    ] as const) {
      const version = versionAt(history, number)
      expect(byNetwork(version?.entries ?? [])).toEqual(byNetwork(list))
      expect(version?.unsure).toEqual([])
    }
  })

  it('is told the same from either end: its last is the present', () => {
    expect(told(historyOf(lists), lists.length)).toEqual(exactly(lists.at(-1) ?? []))
  })
})

describe('a list that was written to past the record', () => {
  const lists = [[a], [a, b], [a, b, c]]

  it('tells which entries are in doubt, and goes by the text that the event kept', () => {
    const history = historyOf(lists, [{ ...a, enabled: false }, c, { network: '198.51.100.0/24' }])
    expect(told(history, 2)).toEqual({
      entries: [{ ...entryOf(a), enabled: false }, b].map(entryOf),
      unsure: [a.network, b.network],
    })
    expect(told(history, 1)).toMatchObject({ unsure: [a.network] })
  })

  it('is told without its first events, as far as the present reaches', () => {
    const history = historyOf(lists)
    const later = { ...history, pruned: 1, events: history.events.slice(1) }
    expect(versionAt(later, 1)).toBeNull()
    expect(versionAt(later, 2)).toMatchObject({ number: 2, entries: [a, b].map(entryOf), unsure: [] })
  })

  it('of more than is kept whole goes by the end that has as many entries as were counted', () => {
    const many = Array.from({ length: 4000 }, (_, n) => ({ network: `10.${n >> 8}.${n & 255}.1/32` }))
    const history = historyOf([many, many.slice(1), many.slice(2)], many.slice(3))
    const version = versionAt(history, 2)
    expect(version?.entries).toHaveLength(3999)
    expect(version?.unsure).toEqual(['10.0.2.1/32'])
  })
})

describe('an event from before changes were kept entry by entry', () => {
  const event = (before: object | null, after: object) => readVersionEvent({ action: 'key.allowlist', before, after })
  const whole = (text: string) => ({
    form: 'whole',
    text,
    entries: text === '' ? 0 : text.split('\n').length,
    digest: '',
  })
  const present = { accessMode: 'enforce', lists: [] } as const

  it('is told from its lines and its single entry', () => {
    const entry = { network: '10.0.0.0/8', note: 'all', enabled: false, expiresAt: '2030-01-31T12:00:00.000Z' }
    const events = [
      event(null, { accessMode: 'open', list: whole('') }),
      event({ list: whole('') }, { list: whole('10.0.0.0/8'), accessMode: 'enforce' }),
      event(
        { list: whole('10.0.0.0/8'), entry: { ...entry, note: null, enabled: true, expiresAt: null } },
        { list: whole('10.0.0.0/8 # all'), entry },
      ),
      event({ list: whole('10.0.0.0/8 # all') }, { list: whole('10.0.0.0/8 # all\n192.0.2.1') }),
    ]
    const off = { network: '10.0.0.0/8', note: 'all', enabled: false, expiresAt: new Date(entry.expiresAt) }
    const history = {
      events,
      pruned: 0,
      present: { ...present, entries: [off, { network: '192.0.2.1/32' }].map(entryOf) },
    }
    expect(told(history, 1)).toEqual(exactly([]))
    expect(told(history, 2)).toEqual(exactly([a]))
    expect(told(history, 3)).toEqual(exactly([off]))
    expect(versionAt(history, 1)?.accessMode).toBe('open')
  })

  it.each([
    null,
    7,
    'text',
    [],
    { list: 'other', changes: 3 },
    { changes: { removed: [{}], added: 'x' } },
    { list: { form: 'new' } },
  ])('that this version cannot read (%j) stops nothing', (json) => {
    const history = {
      events: [
        event(null, { list: whole('10.0.0.0/8') }),
        readVersionEvent({ action: 'x', before: json, after: json }),
      ],
      pruned: 0,
      present: { ...present, entries: [entryOf(a)] },
    }
    expect(told(history, 2)).toEqual(exactly([a]))
  })
})

it('keeps texts of notes as they are', () => {
  const noted = [
    { network: '10.0.0.0/8', note: 'a # b' },
    { network: '::/0', note: '# c' },
  ]
  expect(formatAllowlist(readEntries(stored(noted)))).toContain('# a # b')
  expect(told(historyOf([noted, [a]]), 1)).toEqual(exactly(noted))
})
