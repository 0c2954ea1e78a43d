import { describe, expect, it, test } from 'vitest'
import { type BulkMode, bulkPreview, type PresentEntry } from '#lib/allowlists/bulk-preview'
import { readBulk } from '#lib/allowlists/bulk-read'
import { inOneGo } from '#lib/allowlists/in-one-go'
import { slicedParse } from '../allowed-ips/sliced-parse.ts'
import { readUpload } from './read-upload.ts'
import { rowWords } from './row-words.ts'

const now = new Date('2027-03-01T12:00:00Z')
const there = (network: string, more: Partial<PresentEntry> = {}): PresentEntry => ({
  ...{ network, note: null, enabled: true, expiresAt: null, source: null },
  ...more,
})

function words(text: string, present: readonly PresentEntry[] = [], mode: BulkMode = 'add') {
  const file = inOneGo(readBulk('text', text, slicedParse))
  if (!file.ok) throw new Error(file.message)
  const { rows } = inOneGo(bulkPreview({ lines: file.lines, present, mode, now }))
  return rows.map((row) => rowWords(row, { mode, now }))
}

describe('each line says why it is what it is', () => {
  test.each<[string, readonly PresentEntry[], string | null]>([
    ['192.0.2.7', [], null],
    ['192.0.2.7', [there('192.0.2.7/32')], 'Stays as it is'],
    ['192.0.2.7', [there('192.0.2.7/32', { note: 'Office' })], 'Stays as it is, with its note: Office'],
    ['192.0.2.7', [there('192.0.2.7/32', { enabled: false })], 'It is switched off, and stays so'],
    ['192.0.2.7', [there('192.0.2.7/32', { expiresAt: new Date(0) })], 'It has expired, and stays so'],
    ['192.0.2.7', [there('192.0.2.0/24')], '192.0.2.0/24 in the list already admits all of it'],
    ['# remark', [], 'Nothing but a remark, which belongs to no entry'],
  ])('%s beside %j', (text, present, expected) => {
    expect(words(text, present).at(-1)).toBe(expected)
  })

  it('names the line that it became one with, and whose note is kept', () => {
    expect(words('192.0.2.7 # A\n192.0.2.7\n192.0.2.7 # B').slice(1)).toEqual([
      'The same addresses as line 1: the two become one entry',
      'The same addresses as line 1: the two become one entry; the note of that line is kept, not this one',
    ])
  })
})

describe('a file', () => {
  const file = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => new File(parts, 'list.txt')
  const bytes = (...values: number[]) => Uint8Array.from(values)

  it('may begin with a byte order mark and have any line ends', async () => {
    const read = await readUpload(file(bytes(0xef, 0xbb, 0xbf), 'a\r\nb\rc'), 100)
    expect(read).toEqual({ ok: true, upload: { name: 'list.txt', text: 'a\nb\nc' } })
  })

  test.each([
    ['too large', file('x'.repeat(101)), 'at most'],
    ['UTF-16', file(bytes(0xff, 0xfe, 0x31, 0)), 'UTF-16'],
    ['of another encoding', file(bytes(0x61, 0xe9)), 'not UTF-8'],
    ['a picture', file(bytes(0x89, 0x50, 0x00, 0x01)), 'list.txt is not'],
  ])('that is %s is refused with its name', async (_, given, expected) => {
    const read = await readUpload(given, 100)
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining(expected) })
  })
})
