import { describe, expect, it } from 'vitest'
import { formatNetwork } from '#lib/ip/network'
import { diffView } from './diff-view.ts'
import { isSameVersion, versionDiff } from './version-diff.ts'
import type { VersionEntry } from './version-event.ts'
import type { ListState } from './versions.ts'

const NOW = new Date('2026-11-27T12:00:00Z')
const PAST = new Date('2026-11-27T11:59:59Z')
const plain = { note: null, enabled: true, expiresAt: null, source: null }
type Made = Partial<VersionEntry> & { network: string }

const listOf = (entries: readonly Made[], more: Partial<ListState> = {}): ListState => ({
  ...{ accessMode: 'enforce', lists: [], ...more },
  entries: entries.map((entry) => ({ ...plain, ...entry })),
})
const diffOf = (before: ListState, after: ListState) => versionDiff(before, after, NOW)

const wide = { network: '10.0.0.0/8' }
const narrow = { network: '10.1.0.0/16' }

describe('what differs between two versions', () => {
  it.each<[string, Partial<Made>]>([
    ['its note', { note: 'office' }],
    ['its switch', { enabled: false }],
    ['its expiry', { expiresAt: NOW }],
    ['its source', { source: 'aws' }],
  ])('is an entry that stayed, by %s', (_, change) => {
    const diff = diffOf(listOf([wide]), listOf([{ ...wide, ...change }]))
    expect(diff).toMatchObject({ added: [], removed: [], altered: [{ before: wide, after: { ...wide, ...change } }] })
    expect(isSameVersion(diff)).toBe(false)
  })

  it('is which entries came and went, and the same the other way round', () => {
    const [before, after] = [listOf([wide]), listOf([narrow])]
    expect(diffOf(before, after)).toMatchObject({ added: [narrow], removed: [wide] })
    expect(diffOf(after, before)).toMatchObject({ added: [wide], removed: [narrow] })
  })

  it('is not the order', () => {
    expect(isSameVersion(diffOf(listOf([wide, narrow]), listOf([narrow, wide])))).toBe(true)
  })

  it('is how the list is applied, and which named lists a key used', () => {
    const [office, egress] = [
      { id: '1', name: 'Office' },
      { id: '2', name: 'Egress' },
    ]
    const diff = diffOf(listOf([], { lists: [office] }), listOf([], { accessMode: 'open', lists: [egress] }))
    expect(diff.accessMode).toEqual({ before: 'enforce', after: 'open' })
    expect(diff.lists).toEqual({ added: [egress], removed: [office] })
    expect(diffOf(listOf([], { lists: null }), listOf([])).lists).toBeNull()
    // Another name is not another list.
    const renamed = listOf([], { lists: [{ ...office, name: 'Offices' }] })
    expect(isSameVersion(diffOf(listOf([], { lists: [office] }), renamed))).toBe(true)
  })
})

describe('addresses gained and lost', () => {
  const texts = (before: ListState, after: ListState) => {
    const { gained, lost } = diffOf(before, after)
    return { gained: gained.map(formatNetwork), lost: lost.map(formatNetwork) }
  }

  it('are none when a wider entry has them already', () => {
    expect(texts(listOf([wide]), listOf([wide, narrow]))).toEqual({ gained: [], lost: [] })
  })

  it('are none of entries that are off, or over now', () => {
    const after = listOf([
      { ...wide, enabled: false },
      { network: '::/0', expiresAt: PAST },
      { network: '192.0.2.0/24', expiresAt: NOW },
    ])
    expect(texts(listOf([]), after)).toEqual({ gained: [], lost: [] })
    expect(texts(listOf([wide]), after)).toEqual({ gained: [], lost: ['10.0.0.0/8'] })
  })
})

it('is shown up to a length, and counted whole', () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({ network: `10.${n >> 8}.${n & 255}.1/32` }))
  const view = diffView(diffOf(listOf([]), listOf(many)))
  expect([view.added.total, view.added.shown.length, view.added.shown[0]?.text]).toEqual([1000, 200, '10.0.0.1'])
  expect(view.gained).toMatchObject({ total: 1000, count: '1,000 addresses' })
  expect(view.gained.shown).toHaveLength(12)
})
