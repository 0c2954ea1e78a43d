import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseAllowlist } from '#lib/ip/allowlist'
import { MAX_NOTE_LENGTH, readNote } from '#lib/ip/allowlist-note'
import { networkList } from '#lib/ip/arbitraries'
import { formatNetwork } from '#lib/ip/network'
import { entriesToSave, wantedAfterImport } from './bulk-plan.ts'
import { bulkPreview } from './bulk-preview.ts'
import { bulkFormatOf, readBulk } from './bulk-read.ts'
import { csvSeparator, readCsv } from './csv.ts'
import { type ExportedEntry, exportFileName, exportFormats, exportList } from './export.ts'
import { inOneGo } from './in-one-go.ts'

const NOW = new Date('2027-03-01T12:00:00Z')
const note = fc
  .oneof(
    fc.string({ maxLength: 24 }),
    fc.stringMatching(/^'{0,2}[=+@-][a-z0-9,"#; ]{0,12}$/),
    fc.constantFrom('', '#', '"', '=1+1', "'=1", "''+", '-2', '@x', 'a,b', 'a;b', "it's", 'Zürich, "Büro"'),
  )
  .map((text) => readNote(text, 0))
  .filter((read) => read.ok)
  .map((read) => (read.ok ? read.note : null))
const time = fc.option(fc.date({ min: new Date(0), max: new Date('9999-01-01T00:00:00Z'), noInvalidDate: true }))

const list: fc.Arbitrary<ExportedEntry[]> = networkList
  .chain((networks) => {
    const texts = [...new Set(networks.map(formatNetwork))]
    return fc.tuple(
      ...texts.map((network) =>
        fc.record({
          network: fc.constant(network),
          note,
          enabled: fc.boolean(),
          expiresAt: time,
          source: fc.constantFrom(null, 'aws:EC2:eu-west-1', 'google-cloud:Google%20Cloud:*'),
          addedBy: fc.constantFrom(null, 'owner@example.com', '=token'),
          addedAt: time,
        }),
      ),
    )
  })
  .map((entries) => [...entries])

function* whole(text: string) {
  yield
  return parseAllowlist(text)
}

/** The list that an empty one becomes by an import of the text. */
function imported(text: string, format: (typeof exportFormats)[number]) {
  const file = inOneGo(readBulk(format, text, whole))
  if (!file.ok) throw new Error(file.message)
  const preview = inOneGo(bulkPreview({ lines: file.lines, present: [], mode: 'replace', now: NOW }))
  expect(preview.counts).toMatchObject({ refused: 0, comment: 0, merged: 0 })
  return wantedAfterImport([], {
    mode: 'replace',
    entries: entriesToSave(preview, { mode: 'replace', withCovered: true }),
  })
}

describe('a list that is downloaded and imported is the same list', () => {
  test.each(['csv', 'json'] as const)('with all that is of its entries, as %s', (format) => {
    fc.assert(
      fc.property(list, (entries) => {
        const got = imported(exportList(entries, format), format)
        expect(got.map(({ network, ...rest }) => ({ network: formatNetwork(network), ...rest }))).toEqual(
          entries.map(({ addedBy: _by, addedAt: _at, ...rest }) => rest),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('with its networks and notes, as text', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const got = imported(exportList(entries, 'text'), 'text')
        expect(got.map(({ network, note: kept }) => [formatNetwork(network), kept])).toEqual(
          entries.map(({ network, note: kept }) => [network, kept]),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('and each form is known again by its look', () => {
    const entries = [entryOf('192.0.2.0/24', 'Office'), entryOf('2001:db8::/32', null)]
    expect(exportFormats.map((format) => bulkFormatOf(exportList(entries, format)))).toEqual(['text', 'csv', 'json'])
  })
})

it('writes nothing that a spreadsheet would compute', () => {
  fc.assert(
    fc.property(list, (entries) => {
      const text = exportList(entries, 'csv')
      for (const { fields } of readCsv(text, csvSeparator(text))) {
        for (const field of fields) expect(field).not.toMatch(/^[=+\-@\t\r]/)
      }
    }),
    { numRuns: 100 },
  )
})

it('writes CSV as RFC 4180 has it', () => {
  expect(exportList([entryOf('192.0.2.7/32', 'Zürich, "Büro"')], 'csv')).toBe(
    'network,note,expires_at,enabled,source,added_by,added_at\r\n192.0.2.7,"Zürich, ""Büro""",,true,,,\r\n',
  )
})

test.each([
  ['Production', 'Production-2027-03-01.txt'],
  ['Café "prod"; rm -rf /', 'Cafe-prod-rm-rf-2027-03-01.txt'],
  ['../../etc/passwd', 'etc-passwd-2027-03-01.txt'],
  ['鍵', 'allowlist-2027-03-01.txt'],
  ['x\r\nSet-Cookie: a=b', 'x-Set-Cookie-a-b-2027-03-01.txt'],
  ['a'.repeat(300), `${'a'.repeat(80)}-2027-03-01.txt`],
])('the file of %j is called %s', (name, expected) => {
  expect(exportFileName(name, 'text', NOW)).toBe(expected)
})

it('keeps the longest note', () => {
  const longest = `=${'x'.repeat(MAX_NOTE_LENGTH - 1)}`
  expect(imported(exportList([entryOf('192.0.2.7/32', longest)], 'csv'), 'csv')[0]?.note).toBe(longest)
})

function entryOf(network: string, text: string | null): ExportedEntry {
  return { network, note: text, enabled: true, expiresAt: null, source: null, addedBy: null, addedAt: null }
}
