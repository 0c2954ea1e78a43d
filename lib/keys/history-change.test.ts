import { describe, expect, it } from 'vitest'
import { readAllowedIps } from '#lib/allowlists/allowed-ips'
import { listRecords } from '#lib/allowlists/list-record'
import { historyChange } from './history-change.ts'

const entriesOf = (text: string) => {
  const read = readAllowedIps(text)
  if (!read.ok) throw new Error(read.message)
  return read.entries
}

const changeOf = (before: string, after: string) => {
  const records = listRecords(entriesOf(before), entriesOf(after))
  const stored = JSON.parse(JSON.stringify(records)) as typeof records
  return historyChange({ version: 1, list: stored.before }, { version: 2, list: stored.after }).list
}

const long = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `10.${(from + n) >> 8}.${(from + n) & 255}.1/32`).join('\n')

describe('a recorded list', () => {
  it('shows what was added, removed and noted anew', () => {
    expect(changeOf('10.0.0.1 # old\n10.0.0.2\n10.0.0.3', '10.0.0.1 # new\n10.0.0.3\n10.0.0.4')).toEqual({
      entries: { before: 3, after: 3 },
      added: { shown: ['10.0.0.4'], total: 1 },
      removed: { shown: ['10.0.0.2'], total: 1 },
      noted: { shown: ['10.0.0.1 # new'], total: 1 },
    })
  })

  it('of 10,000 entries keeps one line for one change, and tells the same', () => {
    const before = long(0, 10_000)
    const after = `${long(1, 10_000)}\n192.0.2.1 # new office`
    const records = listRecords(entriesOf(before), entriesOf(after))
    expect(records.before.text).toBe('10.0.0.1')
    expect(records.after.text).toBe('192.0.2.1 # new office')
    expect(changeOf(before, after)).toMatchObject({
      entries: { before: 10_000, after: 10_000 },
      added: { shown: ['192.0.2.1 # new office'], total: 1 },
      removed: { shown: ['10.0.0.1'], total: 1 },
    })
  })

  it('keeps a new list of 10,000 entries whole, and shows a part of it', () => {
    const records = listRecords([], entriesOf(long(0, 10_000)))
    expect(records.after.text.split('\n')).toHaveLength(10_000)
    const shown = changeOf('', long(0, 10_000))?.added
    expect(shown).toMatchObject({ total: 10_000 })
    expect(shown?.shown).toHaveLength(200)
  })
})

describe('an event', () => {
  it('tells of the name and of the access mode only what changed', () => {
    const change = historyChange({ name: 'a', accessMode: 'open' }, { name: 'b', accessMode: 'enforce' })
    expect(change).toEqual({
      name: { before: 'a', after: 'b' },
      access: { before: 'open', after: 'enforce' },
      list: null,
      facts: [],
    })
  })

  it.each([null, undefined, 7, 'text', [], { list: 'other', name: 7 }, { list: { form: 'new' } }])(
    'that this version cannot read (%j) is shown without details',
    (json) => {
      expect(historyChange(json, json)).toEqual({ name: null, access: null, list: null, facts: [] })
    },
  )
})
