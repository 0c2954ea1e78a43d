import fc from 'fast-check'
import oracle from 'macaroon'
import { describe, expect, it } from 'vitest'
import { mintMacaroon, verifyMacaroon } from './macaroon.ts'
import { formatMacaroon, MACAROON_PREFIX, MAX_CAVEATS, type MacaroonProblem, readMacaroon } from './macaroon-codec.ts'
import { MAX_TOKEN_LENGTH } from './token-length.ts'

const rootKey = new Uint8Array(32).fill(7)
const signature = `06 20${' 11'.repeat(32)}`
const text = (hex: string) => MACAROON_PREFIX + Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('base64url')
const caveats = (count: number) => Array.from({ length: count }, () => 'a')
const minted = (count: number) => formatMacaroon(mintMacaroon(rootKey, 'i', caveats(count)))

/** doc/format.txt of libmacaroons: version, then fields of type, length and content; EOS ends a section. */
describe('the v2 binary format', () => {
  it.each([
    ['no caveats', `02 02 01 69 00 00 ${signature}`, 'i', []],
    ['two caveats', `02 02 01 69 00 02 01 61 00 02 02 c3bc 00 00 ${signature}`, 'i', ['a', 'ü']],
    ['empty texts', `02 02 00 00 02 00 00 00 ${signature}`, '', ['']],
    ['a byte order mark, kept', `02 02 03 efbbbf 00 00 ${signature}`, '\ufeff', []],
    ['a length of two bytes', `02 02 8001 ${'61'.repeat(128)} 00 00 ${signature}`, 'a'.repeat(128), []],
  ])('reads %s', (_, hex, identifier, expected) => {
    const read = readMacaroon(text(hex))
    expect(read).toMatchObject({ ok: true, macaroon: { identifier, caveats: expected } })
    if (read.ok) expect(formatMacaroon(read.macaroon)).toBe(text(hex))
  })

  const refused: [string, string, MacaroonProblem][] = [
    ['nothing', '', 'not_a_macaroon'],
    ['a JWT', 'eyJhbGciOiJFZERTQSJ9.e30.AA', 'not_a_macaroon'],
    ['the prefix in capitals', minted(0).replace('mc', 'MC'), 'not_a_macaroon'],
    ['the prefix alone', MACAROON_PREFIX, 'bad_structure'],
    ['version 1', text(`01 02 01 69 00 00 ${signature}`), 'bad_structure'],
    ['padding', `${text(`02 02 01 69 00 00 ${signature}`)}=`, 'bad_encoding'],
    ['base64 with plus and slash', `${MACAROON_PREFIX}+/+/`, 'bad_encoding'],
    ['a space', `${minted(0)} `, 'bad_encoding'],
    ['set bits after the last byte', minted(0).slice(0, -1) + unusedBits(minted(0).slice(-1)), 'bad_encoding'],
    ['a location', text(`02 01 01 6c 02 01 69 00 00 ${signature}`), 'location'],
    ['an empty location', text(`02 01 00 02 01 69 00 00 ${signature}`), 'location'],
    ['a location of a caveat', text(`02 02 01 69 00 01 01 6c 02 01 61 00 00 ${signature}`), 'location'],
    ['a verification id', text(`02 02 01 69 00 02 01 61 04 01 62 00 00 ${signature}`), 'third_party_caveat'],
    ['no identifier', text(`02 00 00 ${signature}`), 'bad_structure'],
    ['no signature', text('02 02 01 69 00 00'), 'bad_structure'],
    ['two signatures', text(`02 02 01 69 00 00 ${signature} ${signature}`), 'bad_structure'],
    ['a signature of 31 bytes', text(`02 02 01 69 00 00 06 1f${' 11'.repeat(31)}`), 'bad_structure'],
    ['something after it', text(`02 02 01 69 00 00 ${signature} 00`), 'bad_structure'],
    ['two identifiers', text(`02 02 01 69 02 01 69 00 00 ${signature}`), 'bad_structure'],
    ['an unknown field', text(`02 02 01 69 03 01 69 00 00 ${signature}`), 'bad_structure'],
    ['a length beyond the end', text('02 02 7f 69'), 'bad_structure'],
    ['a length cut short', text('02 02 80'), 'bad_structure'],
    ['a length in a longer form', text(`02 02 8100 69 00 00 ${signature}`), 'bad_structure'],
    ['a length of five bytes', text(`02 02 ffffffff0f 69 00 00 ${signature}`), 'bad_structure'],
    ['bytes that are no UTF-8', text(`02 02 01 ff 00 00 ${signature}`), 'bad_encoding'],
    ['UTF-8 in a longer form', text(`02 02 02 c080 00 00 ${signature}`), 'bad_encoding'],
    ['too many caveats', minted(MAX_CAVEATS + 1), 'too_many_caveats'],
    ['too long a text', `${MACAROON_PREFIX}${'A'.repeat(MAX_TOKEN_LENGTH)}`, 'too_long'],
  ]
  it.each(refused)('refuses %s', (_, refusedText, problem) => {
    expect(readMacaroon(refusedText)).toEqual({ ok: false, problem })
  })

  it('reads as many caveats as there may be', () => {
    expect(readMacaroon(minted(MAX_CAVEATS))).toMatchObject({ ok: true, macaroon: { caveats: caveats(MAX_CAVEATS) } })
  })

  it('refuses a third-party caveat that another library added', () => {
    const theirs = oracle.newMacaroon({ identifier: 'i', rootKey })
    theirs.addThirdPartyCaveat('their key', 'ask them', 'https://them.example')
    // With a location, as that library writes it; `third_party_caveat` above is without.
    expect(readMacaroon(MACAROON_PREFIX + oracle.bytesToBase64(theirs.exportBinary())).ok).toBe(false)
  })
})

const anyText = fc.string({ unit: 'binary', maxLength: 300 })
const anyMacaroon = fc.record({
  identifier: anyText,
  caveats: fc.array(anyText, { maxLength: 5 }),
  signature: fc.uint8Array({ minLength: 32, maxLength: 32 }),
})

describe('reading', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(anyMacaroon, (macaroon) => {
        const written = formatMacaroon(macaroon)
        fc.pre(written.length <= MAX_TOKEN_LENGTH)
        const read = readMacaroon(written)
        expect(read.ok && { ...read.macaroon, signature: Uint8Array.from(read.macaroon.signature) }).toEqual(macaroon)
      }),
    )
  })

  it('never throws, and what it reads has no other text', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => MACAROON_PREFIX + Buffer.from(bytes).toString('base64url')),
      fc
        .array(fc.constantFrom('02', '00', '0201ff', '020161', '04', '0620', signature))
        .map((p) => text(`02${p.join('')}`)),
    )
    fc.assert(
      fc.property(garbage, (anything) => {
        const read = readMacaroon(anything)
        if (read.ok) expect(formatMacaroon(read.macaroon)).toBe(anything)
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses a token of which any one bit is another', () => {
    const good = formatMacaroon(mintMacaroon(rootKey, 'identifier', ['claims {}', 'ip 192.0.2.0/24']))
    const bytes = Buffer.from(good.slice(MACAROON_PREFIX.length), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const read = readMacaroon(MACAROON_PREFIX + flipped.toString('base64url'))
      expect(read.ok && verifyMacaroon(rootKey, read.macaroon), `bit ${bit}`).toBe(false)
    }
  })
})

/** The same six bits, of which the last two are not needed, with one of those set. */
function unusedBits(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet.charAt(alphabet.indexOf(character) | 1)
}
