import { describe, expect, it } from 'vitest'
import type { RestingEntries } from '#lib/allowlists/entry-standing'
import { verdictOn } from './address-verdict.ts'
import { foundEntries } from './entry-search.ts'
import { entryWords } from './entry-words.tsx'
import { type ReadItems, readAtOnce } from './list-reading.ts'
import { summaryOf } from './summary.ts'

function read(text: string, serverSeesPublicCallers = true): ReadItems {
  const reading = readAtOnce({ text, serverSeesPublicCallers })
  if (reading.kind !== 'items') throw new Error('the text has no entries')
  return reading
}

describe('the summary', () => {
  it.each([
    { text: ' \n', summary: 'Any address can use this key' },
    { text: ', ;', summary: 'There is no address here yet' },
    { text: '8.8.8.8', summary: '1 entry, 1 address' },
    { text: '8.8.8.0/24, 9.9.9.9; 9.9.9.10', summary: '3 entries, 258 addresses' },
    { text: '8.8.8.0/24, 8.8.8.8', summary: '2 entries, 256 addresses' },
    { text: '8.8.8.8, 8.8.8, 9.9.9.9', summary: '1 of 3 entries needs attention' },
    { text: '8.8.8.8, 8.8.8, 9.9.9.999', summary: '2 of 3 entries need attention' },
    { text: '8.8.8', summary: 'This entry needs attention' },
  ])('of "$text" is "$summary"', ({ text, summary }) => {
    expect(summaryOf(readAtOnce({ text, serverSeesPublicCallers: true })).text).toBe(summary)
  })
})

describe('the words about an entry', () => {
  const wordsOf = (text: string) => read(text).items.map(entryWords)[0]

  it('show host bits masked', () => {
    expect(wordsOf('203.0.113.101/30')).toEqual({
      canonical: '203.0.113.100/30',
      count: '4 addresses',
      range: '203.0.113.100 – 203.0.113.103',
      remarks: ['203.0.113.101/30 is kept as 203.0.113.100/30, the network it is in'],
    })
  })
  it('say that 203.0.113.100/30 admits a fourth address', () => {
    expect(wordsOf('203.0.113.100/30')?.remarks).toEqual([
      'Also admits 203.0.113.103: it covers all 4 addresses from 203.0.113.100',
    ])
  })
  it('say nothing more about what surprises nobody', () => {
    expect(wordsOf('203.0.113.0/24')?.remarks).toEqual([])
    expect(wordsOf('203.0.113.7')).toMatchObject({ canonical: '203.0.113.7', range: null, remarks: [] })
  })
})

describe('warnings', () => {
  const codesOf = (text: string, serverSeesPublicCallers = true) =>
    Object.fromEntries(
      [...read(text, serverSeesPublicCallers).warnings].map(([place, list]) => [place, list.map(({ code }) => code)]),
    )

  it('name what admits anyone, what never matches, what is wide, and what adds nothing', () => {
    expect(codesOf('::/0')).toEqual({ 0: ['any_address'] })
    expect(codesOf('10.0.0.0/8')).toEqual({ 0: ['private_range'] })
    expect(codesOf('64.0.0.0/6')).toEqual({ 0: ['very_wide'] })
    expect(codesOf('8.8.8.8\n8.8.8.0/24')).toEqual({ 0: ['covered_by'] })
    expect(codesOf('8.8.8.8\n8.8.8.8/32')).toEqual({ 1: ['duplicate'] })
  })
  it('leave private ranges alone where callers are on a private network', () => {
    expect(codesOf('10.0.0.0/8', false)).toEqual({})
  })
  it('call a range needless only when all of it is covered', () => {
    expect(read('8.8.8.0/30\n8.8.8.0-8.8.8.4').needless).toEqual([])
    expect(read('8.8.8.0/29\n8.8.8.1-8.8.8.6').needless).toEqual([1])
  })
  it('find what is covered by an entry far away', () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `20.0.${index >> 8}.${index & 255}`)
    expect(read([...many, '20.0.0.0/16'].join('\n')).needless).toHaveLength(1_500)
  })
})

describe('a search', () => {
  const list = read('203.0.113.0/24 # Office\n8.8.8.8\n2001:db8::/32 # Lab\n8.8.8')
  const find = (query: string, filter: 'all' | 'problems' = 'all') => foundEntries(list, { filter, query })

  it('finds text, notes and the entries that contain an address', () => {
    expect(find('8.8')).toEqual([1, 3])
    expect(find('office')).toEqual([0])
    expect(find('203.0.113.77')).toEqual([0])
    expect(find('2001:db8::1')).toEqual([2])
    expect(find('', 'problems')).toEqual([3])
  })
})

describe('a tested address', () => {
  const list = read('203.0.113.100/30 # Office\n8.8.8.8')

  it.each([
    { typed: '203.0.113.103', kind: 'yes', text: '203.0.113.103 matches 203.0.113.100/30 (line 1, Office)' },
    { typed: ' 203.0.113.104 ', kind: 'no', text: '203.0.113.104 is 1 past 203.0.113.100/30' },
    { typed: '::ffff:8.8.8.8', kind: 'yes', text: '8.8.8.8 matches 8.8.8.8 (line 2)' },
    { typed: '8.8.8.0/24', kind: 'unreadable', text: 'Type a single address here, not a network or a range' },
  ])('$typed: $kind', ({ typed, ...verdict }) => {
    expect(verdictOn(typed, list)).toMatchObject(verdict)
  })
  it('that is none is explained, with what was probably meant', () => {
    expect(verdictOn('8.8.8.8:443', list)).toMatchObject({
      kind: 'unreadable',
      text: expect.stringContaining('8.8.8.8'),
    })
  })
  it('is admitted by an empty list, and by nothing where only separators stand', () => {
    expect(verdictOn('8.8.8.8', readAtOnce({ text: '', serverSeesPublicCallers: true })).kind).toBe('yes')
    expect(verdictOn('8.8.8.8', readAtOnce({ text: ',', serverSeesPublicCallers: true })).kind).toBe('no')
  })
})

describe('entries that are off or expired', () => {
  const read = (text: string, resting: RestingEntries) => {
    const reading = readAtOnce({ text, serverSeesPublicCallers: true, resting })
    if (reading.kind !== 'items') throw new Error('the text has no entries')
    return reading
  }
  const reading = read('8.8.8.0/24 # all\n8.8.8.8\n9.9.9.9', { '8.8.8.0/24': 'off', '9.9.9.9/32': 'expired' })

  it('are marked, and count for nothing', () => {
    expect(reading.resting).toEqual(
      new Map([
        [0, 'off'],
        [2, 'expired'],
      ]),
    )
    expect(summaryOf(reading).text).toBe('1 of 3 entries in force, 1 address')
  })

  it('cover no other entry, so that none is called needless for them', () => {
    expect(reading.needless).toEqual([])
    expect(read('8.8.8.0/24\n8.8.8.8', {}).needless).toEqual([1])
  })

  it.each([
    ['8.8.8.8', 'yes', '8.8.8.8 matches 8.8.8.8 (line 2)'],
    ['8.8.8.9', 'no', '8.8.8.9 is in 8.8.8.0/24 (line 1, all), which is off'],
    ['9.9.9.9', 'no', '9.9.9.9 is in 9.9.9.9 (line 3), which is expired'],
  ])('admit nobody: %s', (address, kind, text) => {
    expect(verdictOn(address, reading)).toMatchObject({ kind, text })
  })

  it('alone make no list', () => {
    expect(verdictOn('1.1.1.1', read('9.9.9.9', { '9.9.9.9/32': 'off' }))).toMatchObject({
      kind: 'no',
      text: 'No entry of the list is in force',
    })
  })
})
