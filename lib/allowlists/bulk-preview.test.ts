import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { difference, union } from '#lib/ip/algebra'
import { MAX_ENTRIES, parseAllowlist } from '#lib/ip/allowlist'
import { networkList } from '#lib/ip/arbitraries'
import { totalAddresses } from '#lib/ip/count'
import { displayNetwork, formatNetwork, type Network } from '#lib/ip/network'
import { entriesToSave } from './bulk-plan.ts'
import { type BulkMode, type BulkPreview, bulkPreview, type PresentEntry } from './bulk-preview.ts'
import { type BulkFormat, bulkFormatOf, readBulk } from './bulk-read.ts'
import { inOneGo } from './in-one-go.ts'

const NOW = new Date('2027-03-01T12:00:00Z')
const SOON = new Date('2027-03-02T00:00:00Z')
const PAST = new Date('2027-02-01T00:00:00Z')

function* whole(text: string) {
  yield
  return parseAllowlist(text)
}

function previewOf(
  text: string,
  {
    present = [],
    mode = 'add',
    format = 'text',
  }: { present?: PresentEntry[]; mode?: BulkMode; format?: BulkFormat } = {},
): BulkPreview {
  const file = inOneGo(readBulk(format, text, whole))
  if (!file.ok) throw new Error(file.message)
  return inOneGo(bulkPreview({ lines: file.lines, present, mode, now: NOW }))
}

function there(network: string, more: Partial<PresentEntry> = {}): PresentEntry {
  return { network, note: null, enabled: true, expiresAt: null, source: null, ...more }
}

const statuses = ({ rows }: BulkPreview) => rows.map((row) => row.status)
const saved = (preview: BulkPreview, mode: BulkMode = 'add', withCovered = false) =>
  entriesToSave(preview, { mode, withCovered }).map(({ network, note }) => [displayNetwork(network), note ?? null])

describe('each line is', () => {
  it('new, with what stands behind # as its note', () => {
    const preview = previewOf('192.0.2.7 # Office\n2001:db8::/32')
    expect(statuses(preview)).toEqual(['new', 'new'])
    expect(saved(preview)).toEqual([
      ['192.0.2.7', 'Office'],
      ['2001:db8::/32', null],
    ])
  })

  it('present already, as exactly the same network, however it is written', () => {
    const preview = previewOf('192.0.2.77/24\n::ffff:198.51.100.7', {
      present: [there('192.0.2.0/24'), there('198.51.100.7/32')],
    })
    expect(statuses(preview)).toEqual(['present', 'present'])
    expect(saved(preview)).toEqual([])
  })

  it('covered, by an entry of the list or by another line, before or behind it', () => {
    const { rows } = previewOf('10.1.0.0/16\n10.0.0.0/8\n192.0.2.7', { present: [there('192.0.2.0/24')] })
    expect(
      rows.map(({ status, coveredBy }) => [status, coveredBy?.line, coveredBy && displayNetwork(coveredBy.network)]),
    ).toEqual([
      ['covered', 2, '10.0.0.0/8'],
      ['new', undefined, null],
      ['covered', null, '192.0.2.0/24'],
    ])
  })

  it('merged, when an earlier line names the same network; ranges that touch are not', () => {
    const preview = previewOf('192.0.2.0/25\n192.0.2.5/25 # Lab\n192.0.2.128/25')
    expect(statuses(preview)).toEqual(['new', 'merged', 'new'])
    expect(preview.rows[1]?.mergedInto).toEqual({ line: 1, noteLost: false })
    expect(saved(preview)).toEqual([
      ['192.0.2.0/25', 'Lab'],
      ['192.0.2.128/25', null],
    ])
  })

  it('merged, and says that its note gives way to the first one', () => {
    const preview = previewOf('192.0.2.7 # Office\n192.0.2.7 # Lab')
    expect(preview.rows[1]?.mergedInto).toEqual({ line: 1, noteLost: true })
    expect(saved(preview)).toEqual([['192.0.2.7', 'Office']])
  })

  it('refused, with the reason, the place and what may have been meant', () => {
    const { rows } = previewOf('192.0.2.7\n  010.0.0.1 # old\nserver.example.com')
    expect(statuses({ rows } as BulkPreview)).toEqual(['new', 'refused', 'refused'])
    const [, second] = rows
    expect(second?.line).toMatchObject({ line: 2, column: 3, text: '010.0.0.1' })
    expect(second?.line.reading).toMatchObject({ kind: 'refused', problem: { at: 0, suggestion: '10.0.0.1' } })
  })

  it('a comment, where it holds nothing else', () => {
    expect(statuses(previewOf('# Offices\n192.0.2.7\n#\n'))).toEqual(['comment', 'new'])
  })
})

describe('only what is in force covers, and only for as long as it lasts', () => {
  test.each<[string, PresentEntry, string]>([
    ['switched off', there('10.0.0.0/8', { enabled: false }), 'new'],
    ['expired', there('10.0.0.0/8', { expiresAt: PAST }), 'new'],
    ['about to end', there('10.0.0.0/8', { expiresAt: SOON }), 'new'],
    ['for good', there('10.0.0.0/8'), 'covered'],
  ])('an entry that is %s', (_, entry, expected) => {
    expect(statuses(previewOf('10.1.0.0/16', { present: [entry] }))).toEqual([expected])
  })

  it('an entry that ends sooner than what it would cover leaves that needed', () => {
    const text = 'network,expires\n10.0.0.0/8,2027-05-01\n10.1.0.0/16,2027-04-01\n10.2.0.0/16,2027-06-01'
    expect(statuses(previewOf(text, { format: 'csv' }))).toEqual(['new', 'covered', 'new'])
  })

  it('a list that is replaced covers nothing', () => {
    const present = [there('10.0.0.0/8')]
    const preview = previewOf('10.1.0.0/16', { present, mode: 'replace' })
    expect(statuses(preview)).toEqual(['new'])
    expect(preview.unnamed).toEqual(present)
  })
})

describe('a table', () => {
  it('names its columns in any order and spelling, and may be separated otherwise', () => {
    const text = '\r\nDescription;Expires at;CIDR\r\n"Office; north";2030-01-31T18:00:00+01:00;192.0.2.0/24\r\n'
    const [row] = previewOf(text, { format: 'csv' }).rows
    expect(row?.line).toMatchObject({ line: 3, text: '192.0.2.0/24' })
    expect(row?.line.reading).toMatchObject({ note: 'Office; north', expiresAt: new Date('2030-01-31T17:00:00Z') })
  })

  it('without a header is network, note, expiry', () => {
    const [row] = previewOf('192.0.2.7,Office,2030-01-31', { format: 'csv' }).rows
    // A day counts to its end.
    expect(row?.line.reading).toMatchObject({ note: 'Office', expiresAt: new Date('2030-02-01T00:00:00Z') })
  })

  test.each([
    ['an expiry that is no time', 'network,expires\n192.0.2.7,next week', 'next week'],
    ['an expiry that does not exist', 'network,expires\n192.0.2.7,2030-02-31', '2030-02-31'],
    ['an expiry without its offset', 'network,expires\n192.0.2.7,2030-01-31T18:00:00', 'offset'],
    ['a switch that is neither on nor off', 'network,enabled\n192.0.2.7,maybe', 'true or false'],
    ['a source that names nothing', 'network,source\n192.0.2.7,somewhere', 'aws:EC2'],
    ['a quote that is never closed', 'network,note\n192.0.2.7,"Office\n192.0.2.8,x', 'never closed'],
    ['a note too long', `network,note\n192.0.2.7,${'x'.repeat(201)}`, '201 characters'],
    [
      'another expiry for the same network',
      'network,expires\n192.0.2.7,2030-01-01\n192.0.2.7/32,',
      'Line 2 says another expiry',
    ],
  ])('refuses the line with %s, and reads the others', (_, text, expected) => {
    const { rows } = previewOf(`${text}\n198.51.100.1,`, { format: 'csv' })
    const refused = rows.filter(({ status }) => status === 'refused')
    expect(refused).toHaveLength(1)
    const { contradiction, line } = refused[0] ?? {}
    const message = line?.reading.kind === 'refused' ? line.reading.problem.message : contradiction
    expect(message).toContain(expected)
    expect(rows.at(-1)).toMatchObject({ status: 'new', line: { text: '198.51.100.1' } })
  })

  it('is refused whole when a column that is not known could decide who is admitted', () => {
    const file = inOneGo(readBulk('csv', 'network,valid_from,owner\n192.0.2.7,2030-01-01,me', whole))
    expect(file).toMatchObject({ ok: false, line: 1, message: expect.stringContaining('"valid_from"') })
  })

  it('tells which columns it takes nothing from', () => {
    expect(inOneGo(readBulk('csv', 'network,owner\n192.0.2.7,me', whole))).toMatchObject({
      ok: true,
      ignored: ['owner'],
    })
  })
})

describe('JSON', () => {
  it('is texts or objects, each found again by its line', () => {
    const text =
      '[\n  "192.0.2.7",\n  { "cidr": "198.51.100.0/24",\n    "note": "a, [b] {c}", "expires_at": null, "enabled": false }\n]'
    const { rows } = previewOf(text, { format: 'json' })
    expect(rows.map(({ line }) => [line.line, line.column, line.text])).toEqual([
      [2, 3, '192.0.2.7'],
      [3, 3, '198.51.100.0/24'],
    ])
    expect(rows[1]?.line.reading).toMatchObject({ note: 'a, [b] {c}', expiresAt: null, enabled: false })
  })

  it('may be an answer of the admin API', () => {
    const text = JSON.stringify({
      entries: [{ entry_id: 'x', cidr: '192.0.2.7', note: 'a', enabled: true, expire_time: null, create_time: 'y' }],
    })
    expect(statuses(previewOf(text, { format: 'json' }))).toEqual(['new'])
  })

  test.each([
    ['an element of another kind', '[5]'],
    ['an object without a network', '[{"note":"x"}]'],
    ['a member of the wrong kind', '[{"network":"192.0.2.7","enabled":"yes"}]'],
    ['a member that could decide who is admitted', '[{"network":"192.0.2.7","expire_at":"2030-01-01"}]'],
  ])('refuses %s', (_, text) => {
    expect(statuses(previewOf(text, { format: 'json' }))).toEqual(['refused'])
  })

  test.each(['{', '[1,', '{"prefixes":[]}', '"192.0.2.7"'])('says of %s that it is no list', (text) => {
    expect(inOneGo(readBulk('json', text, whole))).toMatchObject({ ok: false })
  })
})

test.each<[string, string | null, BulkFormat]>([
  ['192.0.2.7, 192.0.2.8 # ip of mine', null, 'text'],
  ['network,note\n', null, 'csv'],
  ['"CIDR";"Comment"\n', null, 'csv'],
  ['192.0.2.7,Office', 'list.csv', 'csv'],
  ['192.0.2.7', 'list.txt', 'text'],
  ['["192.0.2.7"]', null, 'json'],
  ['[192.0.2.7]', null, 'text'],
  ['[]', 'list.json', 'json'],
])('%j of the file %s is read as %s', (text, name, expected) => {
  expect(bulkFormatOf(text, name)).toBe(expected)
})

it('does not save a part of a text that is longer than a list as if it were all', () => {
  const text = Array.from({ length: MAX_ENTRIES + 5 }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`).join(
    '\n',
  )
  expect(previewOf(text)).toMatchObject({ isCut: true, counts: { new: MAX_ENTRIES, refused: 1 } })
})

it('keeps the order of the lines when they replace the list, with what is there already', () => {
  const preview = previewOf('10.1.0.0/16\n192.0.2.7 # New\n10.0.0.0/8', {
    present: [there('192.0.2.7/32', { note: 'Old' }), there('10.0.0.0/8', { note: 'Kept' })],
    mode: 'replace',
  })
  expect(saved(preview, 'replace', true)).toEqual([
    ['10.1.0.0/16', null],
    ['192.0.2.7', 'New'],
    ['10.0.0.0/8', null],
  ])
})

it('admits exactly what the lines name, with and without what is covered', () => {
  fc.assert(
    fc.property(networkList, networkList, fc.boolean(), (present, lines, withCovered) => {
      const text = lines.map(displayNetwork).join('\n')
      const unique = [...new Set(present.map(formatNetwork))]
      const preview = previewOf(text, { present: unique.map((network) => there(network)) })
      const added = entriesToSave(preview, { mode: 'add', withCovered }).map(({ network }) => network)
      const gained = difference(union(present, added), union(present, lines))
      const lost: readonly Network[] = difference(union(present, lines), union(present, added))
      expect([totalAddresses(gained), totalAddresses(lost)]).toEqual([0n, 0n])
    }),
    { numRuns: 150 },
  )
})

it('judges ten thousand lines against ten thousand entries in less than two seconds', () => {
  const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`
  const present = Array.from({ length: 10_000 }, (_, i) => there(`${address(i * 3)}/32`))
  const text = Array.from({ length: 10_000 }, (_, i) => `${address(i * 2)} # note ${i}`).join('\n')
  const begun = performance.now()
  previewOf(text, { present })
  expect(performance.now() - begun).toBeLessThan(2000)
})
