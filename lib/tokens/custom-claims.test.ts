import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RESERVED_CLAIMS, readCustomClaims } from './custom-claims.ts'

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) }
}

describe('custom claims', () => {
  it.each([
    ['none', {}],
    ['any names and JSON', { tenant: 'acme', n: 1.5, on: true, off: null, list: [1, { a: [] }] }],
    ['an audience', { aud: 'https://api.example.com' }],
    ['several audiences', { aud: ['a', 'b'] }],
    ['a name in other letters than a reserved one', { Exp: 1 }],
    ['eight levels', nested(8)],
    ['as much as there may be', { a: 'x'.repeat(4096 - '{"a":""}'.length) }],
    ['a whole surrogate pair', { a: '😀' }],
  ])('may be %s', (_, claims) => {
    expect(readCustomClaims(claims)).toEqual({ ok: true, value: claims })
  })

  it.each([
    ['null', null, 'must be an object'],
    ['a list', [], 'must be an object'],
    ['a text', 'tenant', 'must be an object'],
    ['an object of a class', new Map(), 'must be an object'],
    ['nine levels', nested(9), 'must not be nested deeper than 8 levels'],
    ['thousands of levels', nested(5000), 'must not be nested deeper than 8 levels'],
    ['too much', { a: 'x'.repeat(4096) }, 'must be at most 4096 bytes of JSON'],
    ['too many bytes in fewer characters', { a: 'é'.repeat(2050) }, 'must be at most 4096 bytes of JSON'],
    ['a prototype', JSON.parse('{"a":{"__proto__":{}}}'), 'must not have the name __proto__'],
    ['a NUL', { a: ['\0'] }, 'must be well-formed Unicode without NUL'],
    ['a NUL in a name', { '\0': 1 }, 'must be well-formed Unicode without NUL'],
    ['half a surrogate pair', { a: '\ud83d' }, 'must be well-formed Unicode without NUL'],
    ['an infinite number', { a: Number.POSITIVE_INFINITY }, 'must have finite numbers only'],
    ['what is no JSON', { a: new Date() }, 'must be JSON'],
    ['undefined inside', { a: undefined }, 'must be JSON'],
    ['an empty audience', { aud: '' }, 'must have a text or a list of texts as aud'],
    ['no audience in a list', { aud: [] }, 'must have a text or a list of texts as aud'],
    ['an audience that is a number', { aud: 7 }, 'must have a text or a list of texts as aud'],
    ['an audience that is null', { aud: null }, 'must have a text or a list of texts as aud'],
  ])('may not be %s', (_, claims, problem) => {
    expect(readCustomClaims(claims)).toEqual({
      ok: false,
      error: 'malformed_claims',
      message: `custom_claims ${problem}`,
    })
  })

  it.each(RESERVED_CLAIMS)('are refused with the name %s, and told so', (name) => {
    expect(readCustomClaims({ tenant: 'acme', [name]: null })).toEqual({
      ok: false,
      error: 'reserved_claim',
      message: `custom_claims must not have the reserved name '${name}'`,
    })
  })

  it('are told all the reserved names they have', () => {
    expect(readCustomClaims({ exp: 1, acl: [] })).toMatchObject({
      message: "custom_claims must not have the reserved names 'exp', 'acl'",
    })
  })

  it('never make the reader throw, and come back from JSON as they were', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.object()), (claims) => {
        const read = readCustomClaims(claims)
        if (read.ok) expect(readCustomClaims(JSON.parse(JSON.stringify(read.value))).ok).toBe(true)
      }),
    )
  })
})
