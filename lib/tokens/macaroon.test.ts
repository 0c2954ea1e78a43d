import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import oracle from 'macaroon'
import { describe, expect, it } from 'vitest'
import { attenuate, mintMacaroon, verifyMacaroon } from './macaroon.ts'
import { formatMacaroon, MACAROON_PREFIX, readMacaroon } from './macaroon-codec.ts'

const rootKey = new Uint8Array(32).fill(7)
const anyKey = fc.uint8Array({ minLength: 1, maxLength: 64 })
const anyText = fc.string({ unit: 'binary', maxLength: 200 })
const someTexts = fc.array(anyText, { maxLength: 8 })
/** exportBinary of macaroon 3.0.4 doubles its buffer at every field, so that a fourth caveat needs gigabytes. */
const fewTexts = fc.array(anyText, { maxLength: 2 })

const bytesOf = (text: string) => oracle.base64ToBytes(text.slice(MACAROON_PREFIX.length))
const textOf = (bytes: Uint8Array) => MACAROON_PREFIX + oracle.bytesToBase64(bytes)

function read(text: string) {
  const result = readMacaroon(text)
  if (!result.ok) throw new Error(result.problem)
  return result.macaroon
}

describe('the chain of signatures', () => {
  it('holds for what was minted, and for it with caveats added', () => {
    const macaroon = attenuate(mintMacaroon(rootKey, 'id', ['first']), 'second')
    expect(macaroon.caveats).toEqual(['first', 'second'])
    expect(verifyMacaroon(rootKey, macaroon)).toBe(true)
  })

  it.each([
    ['a caveat taken away', { caveats: ['first'] }],
    ['a caveat changed', { caveats: ['first', 'Second'] }],
    ['caveats in another order', { caveats: ['second', 'first'] }],
    ['caveats joined', { caveats: ['firstsecond'] }],
    ['another identifier', { identifier: 'di' }],
    ['the identifier as a caveat', { identifier: '', caveats: ['id', 'first', 'second'] }],
    ['a signature cut short', { signature: new Uint8Array(31) }],
    ['no signature', { signature: new Uint8Array(0) }],
  ])('does not hold for %s', (_, change) => {
    const macaroon = mintMacaroon(rootKey, 'id', ['first', 'second'])
    expect(verifyMacaroon(rootKey, { ...macaroon, ...change })).toBe(false)
  })

  it('does not hold under another root key', () => {
    const macaroon = mintMacaroon(rootKey, 'id', [])
    expect(verifyMacaroon(new Uint8Array(32).fill(8), macaroon)).toBe(false)
  })

  it('does not take text that has no UTF-8 form', () => {
    expect(() => mintMacaroon(rootKey, '\ud800', [])).toThrow(TypeError)
    expect(() => attenuate(mintMacaroon(rootKey, 'id', []), 'scope \udfff')).toThrow(TypeError)
  })
})

describe('beside the package macaroon', () => {
  it('has the signature that libmacaroons prints in its README', () => {
    const macaroon = mintMacaroon(
      Buffer.from('this is our super secret key; only we should know it'),
      'we used our secret key',
      ['test = caveat'],
    )
    expect(Buffer.from(macaroon.signature).toString('hex')).toBe(
      '197bac7a044af33332865b9266e26d493bdd668a660e44d88ce1a998c23dbd67',
    )
  })

  it('writes the very bytes that it writes', () => {
    fc.assert(
      fc.property(anyKey, anyText, fewTexts, (key, identifier, caveats) => {
        const theirs = oracle.newMacaroon({ identifier, rootKey: key })
        for (const caveat of caveats) theirs.addFirstPartyCaveat(caveat)
        expect(formatMacaroon(mintMacaroon(key, identifier, caveats))).toBe(textOf(theirs.exportBinary()))
      }),
      { numRuns: 50 },
    )
  })

  it('accepts the bytes of a token of ours that it added a caveat to', () => {
    fc.assert(
      fc.property(anyKey, anyText, anyText, anyText, (key, identifier, ours, added) => {
        const theirs = oracle.importMacaroon(bytesOf(formatMacaroon(mintMacaroon(key, identifier, [ours]))))
        theirs.addFirstPartyCaveat(added)
        const macaroon = read(textOf(theirs.exportBinary()))
        expect(macaroon.caveats).toEqual([ours, added])
        expect(verifyMacaroon(key, macaroon)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('signs as it signs, with any number of caveats', () => {
    fc.assert(
      fc.property(anyKey, anyText, someTexts, someTexts, (key, identifier, ours, added) => {
        const theirs = oracle.importMacaroon(bytesOf(formatMacaroon(mintMacaroon(key, identifier, ours))))
        for (const caveat of added) theirs.addFirstPartyCaveat(caveat)
        const macaroon = { identifier, caveats: [...ours, ...added], signature: theirs.signature }
        expect(verifyMacaroon(key, macaroon)).toBe(true)
      }),
    )
  })

  it('adds caveats that it accepts', () => {
    fc.assert(
      fc.property(anyKey, anyText, someTexts, (key, identifier, added) => {
        const ours = read(textOf(oracle.newMacaroon({ identifier, rootKey: key }).exportBinary()))
        const theirs = oracle.importMacaroon(bytesOf(formatMacaroon(added.reduce(attenuate, ours))))
        const seen: string[] = []
        theirs.verify(key, (caveat) => {
          seen.push(caveat)
          return null
        })
        expect(seen).toEqual(added)
      }),
    )
  })
})

describe('the guide', () => {
  const guide = readFileSync(new URL('../../docs/guides/derived-tokens.md', import.meta.url), 'utf8')
  const [source] = /function addCaveat[\s\S]*?\n}\n/.exec(guide) ?? []
  const addCaveat: (token: string, caveat: string) => string = new Function(
    'createHmac',
    `${source}; return addCaveat`,
  )(createHmac)

  it('shows how to add a caveat that this server accepts', () => {
    const minted = mintMacaroon(rootKey, 'id', ['claims {}'])
    const caveats = ['scope orders:read', `ip ${'2001:db8::1,'.repeat(10).slice(0, -1)}`]
    expect(caveats.reduce(addCaveat, formatMacaroon(minted))).toBe(formatMacaroon(caveats.reduce(attenuate, minted)))
  })
})
