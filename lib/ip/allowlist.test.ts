import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatAllowlist, MAX_ENTRIES, MAX_TEXT_LENGTH, type ParsedAllowlist, parseAllowlist } from './allowlist.ts'
import { MAX_NOTE_LENGTH } from './allowlist-note.ts'
import { anyNetwork, mutated } from './arbitraries.ts'
import { formatNetwork } from './network.ts'

function itemsOf(list: ParsedAllowlist) {
  if (list.kind !== 'items') throw new Error(`is ${list.kind}`)
  return list
}

const canonical = (text: string) => formatAllowlist(itemsOf(parseAllowlist(text)).networks)
const problems = (text: string) =>
  itemsOf(parseAllowlist(text)).items.map(({ parsed }) => (parsed.ok ? null : parsed.problem.code))

describe('parseAllowlist', () => {
  test.each(['', ' ', '\n', ' \t\r\n '])('takes blank text %j for an empty list', (text) => {
    expect(parseAllowlist(text)).toEqual({ kind: 'empty' })
  })

  test.each([',', ' ; ', ',\n,', '[]', '["",""]', '""', '#', ' # \n'])(
    'takes separators alone, %j, for a mistake and not for an empty list',
    (text) => {
      expect(parseAllowlist(text).kind).toBe('separators_only')
    },
  )

  test.each([
    ['commas', '10.0.0.1, 10.0.0.2,10.0.0.3'],
    ['semicolons', '10.0.0.1;10.0.0.2; 10.0.0.3;'],
    ['blanks', ' 10.0.0.1 10.0.0.2\t10.0.0.3 '],
    ['lines', '10.0.0.1\n10.0.0.2\r\n10.0.0.3\r'],
    ['a JSON array', '["10.0.0.1", "10.0.0.2", "10.0.0.3"]'],
    ['a JSON array over lines', '[\n  "10.0.0.1",\n  "10.0.0.2",\n  "10.0.0.3"\n]\n'],
    ['single quotes', "['10.0.0.1','10.0.0.2','10.0.0.3']"],
    ['repetition in other spellings', '10.0.0.1/32 10.0.0.2 ::ffff:10.0.0.2 10.0.0.3 10.0.0.1'],
  ])('reads %s', (_, text) => {
    expect(canonical(text)).toBe('10.0.0.1\n10.0.0.2\n10.0.0.3')
  })

  it('keeps a range with blanks around its hyphen in one entry', () => {
    const { items, ok } = itemsOf(parseAllowlist('10.0.0.0 - 10.0.0.3, 10.0.1.0- 10.0.1.3\n10.0.2.0 -10.0.2.3'))
    expect(ok).toBe(true)
    expect(items.map((item) => item.text)).toEqual(['10.0.0.0 - 10.0.0.3', '10.0.1.0- 10.0.1.3', '10.0.2.0 -10.0.2.3'])
  })

  it('does not join a range over a line end', () => {
    expect(problems('10.0.0.0\n- 10.0.0.3')).toEqual([null, 'range_incomplete'])
  })

  it('takes [v6] for a JSON array of one, and [v6]:port for an address with a port', () => {
    expect(canonical('[2001:db8::1]')).toBe('2001:db8::1')
    expect(problems('[2001:db8::1]:443')).toEqual(['port'])
    expect(problems('["[2001:db8::1]:443"]')).toEqual(['port'])
  })

  it('tells where each entry stands', () => {
    const text = '10.0.0.1,  "10.0.0.2"\r\n\t2001:db8::1 # v6'
    const { items } = itemsOf(parseAllowlist(text))
    expect(items.map(({ line, column, start, end }) => [line, column, text.slice(start, end)])).toEqual([
      [1, 1, '10.0.0.1'],
      [1, 13, '10.0.0.2'],
      [2, 2, '2001:db8::1'],
    ])
  })

  it('counts a damaged entry among the items, and keeps reading', () => {
    const { items, networks, ok } = itemsOf(parseAllowlist('10.0.0.1, 010.0.0.2, 10.0.0.3'))
    expect(ok).toBe(false)
    expect(items.map((item) => item.parsed.ok)).toEqual([true, false, true])
    expect(networks.map((listed) => listed.item)).toEqual([0, 2])
  })

  it('takes nothing but ASCII blanks for a separator', () => {
    expect(problems('10.0.0.1\u00a010.0.0.2')).toEqual(['not_ascii'])
    expect(problems('10.0.0.1，10.0.0.2')).toEqual(['not_ascii'])
  })
})

describe('notes', () => {
  it('belong to the entries of their line', () => {
    expect(canonical('10.0.0.1 # office, 10.9.9.9\n10.0.0.2, 10.0.0.3 # both# of them\n10.0.0.4#')).toBe(
      '10.0.0.1 # office, 10.9.9.9\n10.0.0.2 # both# of them\n10.0.0.3 # both# of them\n10.0.0.4',
    )
  })

  it('of a repeated entry: the first that says something stays', () => {
    expect(canonical('10.0.0.1\n10.0.0.1 # a\n10.0.0.1 # b')).toBe('10.0.0.1 # a')
  })

  it('on a line of their own are refused, not lost', () => {
    expect(problems('# 10.0.0.9\n10.0.0.1')).toEqual(['note_without_entry', null])
  })

  it('have a length', () => {
    expect(problems(`10.0.0.1 # ${'é'.repeat(MAX_NOTE_LENGTH)}`)).toEqual([null])
    expect(problems(`10.0.0.1 # ${'é'.repeat(MAX_NOTE_LENGTH + 1)}`)).toEqual(['note_too_long'])
  })

  test.each(['\0', '\u001b[2J', '\u202e', '\u2028', '\ud800'])('with %j are refused', (character) => {
    expect(problems(`10.0.0.1 # a${character}b`)).toEqual(['note_unreadable'])
  })

  it('may be in any language', () => {
    expect(canonical('10.0.0.1 # Büro 東京 🏢')).toBe('10.0.0.1 # Büro 東京 🏢')
  })
})

describe('limits', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`).join('\n')

  it(`reads ${MAX_ENTRIES} entries and refuses one more at its place`, () => {
    expect(itemsOf(parseAllowlist(lines(MAX_ENTRIES))).ok).toBe(true)
    const over = itemsOf(parseAllowlist(lines(MAX_ENTRIES + 5)))
    expect(over.items).toHaveLength(MAX_ENTRIES + 1)
    const last = over.items.at(-1)
    expect(last?.line).toBe(MAX_ENTRIES + 1)
    expect(last?.parsed.ok === false && last.parsed.problem.code).toBe('too_many_entries')
  })

  it('counts a range as the networks it is kept as', () => {
    const ranges = Array.from({ length: 200 }, (_, i) => `10.${i}.0.1-10.${i}.255.254 10.${i}.0.1-10.${i}.255.254`)
    expect(itemsOf(parseAllowlist(ranges.slice(0, 100).join('\n'))).ok).toBe(true)
    expect(problems(ranges.join('\n').repeat(2)).at(-1)).toBe('too_many_entries')
  })

  it('refuses text beyond its length as a whole', () => {
    expect(parseAllowlist(' '.repeat(MAX_TEXT_LENGTH)).kind).toBe('empty')
    expect(problems(`10.0.0.1${' '.repeat(MAX_TEXT_LENGTH)}`)).toEqual(['list_too_long'])
  })

  it(`reads ${MAX_ENTRIES} entries with notes between two keystrokes`, () => {
    const text = Array.from({ length: MAX_ENTRIES }, (_, i) => `2001:db8:${i.toString(16)}::/48 # site ${i}`).join('\n')
    const times = Array.from({ length: 8 }, () => {
      const started = performance.now()
      parseAllowlist(text)
      return performance.now() - started
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })

  it('stays linear on hostile text of the greatest length', () => {
    const hostile = ['-', '- ', '1-', '["', '#\n', '#a\n', '0.', '1:', ' -', '* ', '１', '\u00a0', '1.1.1.1 ', "''"]
    const started = performance.now()
    for (const part of hostile) parseAllowlist(part.repeat(MAX_TEXT_LENGTH / part.length))
    // A quadratic step would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('formatAllowlist', () => {
  const note = fc.oneof(fc.constant(null), fc.stringMatching(/^[a-zA-Z#,;"[\]é][ -~]{0,40}[a-z]$/))

  it('is a fixed point of parsing', () => {
    const entries = fc.uniqueArray(fc.record({ network: anyNetwork, note }), {
      minLength: 1,
      maxLength: 20,
      selector: (entry) => formatNetwork(entry.network),
    })
    fc.assert(
      fc.property(entries, (list) => {
        const parsed = itemsOf(parseAllowlist(formatAllowlist(list)))
        expect(parsed.ok).toBe(true)
        expect(parsed.networks.map(({ network, note }) => ({ network, note }))).toEqual(list)
      }),
    )
  })

  it('gives the same list for any text, however it was written', () => {
    const text = fc
      .array(fc.oneof(anyNetwork.map(formatNetwork), fc.string()), { maxLength: 6 })
      .map((all) => all.join('\n'))
    fc.assert(
      fc.property(mutated(text), (written) => {
        const parsed = parseAllowlist(written)
        if (parsed.kind !== 'items' || parsed.networks.length === 0) return
        expect(canonical(formatAllowlist(parsed.networks))).toBe(formatAllowlist(parsed.networks))
      }),
      { numRuns: 2000 },
    )
  })
})
