import { describe, expect, test } from 'vitest'
import type { Schema } from './document.ts'
import { fixture } from './fixtures.ts'
import { type Field, type Shape, shapeOf } from './shape.ts'

const named = (name: string): Shape => shapeOf(fixture, { $ref: `#/components/schemas/${name}` })
const field = ({ fields }: Shape, name: string): Field => {
  const found = fields.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`no field ${name}`)
  return found
}

describe('a type in words', () => {
  const cases: [Schema, string][] = [
    [{}, 'any'],
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ type: ['string', 'integer'] }, 'string or integer'],
    [{ const: 3 }, 'number'],
    [{ enum: ['a', null], type: ['string', 'null'] }, 'string or null'],
    [{ type: 'array' }, 'array'],
    [{ type: 'array', items: { type: 'string' } }, 'array of string'],
    [{ items: { type: ['string', 'null'] } }, 'array of (string or null)'],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, '[string, number]'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Key' } }, 'array of Key objects'],
    [{ type: 'object', additionalProperties: {} }, 'map'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map of integer'],
    [{ $ref: '#/components/schemas/Key' }, 'Key object'],
    [{ $ref: '#/components/schemas/AccessMode' }, 'string'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] }, 'string or number or null'],
    [{ anyOf: [{ $ref: '#/components/schemas/Key' }, { type: 'null' }] }, 'Key object or null'],
    [{ $ref: '#/components/schemas/Loop' }, 'any'],
    [{ $ref: '#/components/schemas/Missing' }, 'any'],
    [{ $ref: 'https://example.com/schema.json' }, 'any'],
  ]
  test.each(cases)('%j is %s', (schema, words) => expect(shapeOf(fixture, schema).type).toBe(words))
})

describe('a limit in words', () => {
  const cases: [Schema, string[]][] = [
    [{ minLength: 1, maxLength: 64 }, ['1–64 characters']],
    [{ minLength: 0, maxLength: 1 }, ['at most 1 character']],
    [{ minItems: 2 }, ['at least 2 items']],
    [{ maxItems: 10_000, uniqueItems: true }, ['at most 10,000 items', 'no duplicates']],
    [{ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, ['at least 0']],
    [{ exclusiveMinimum: 0, multipleOf: 5 }, ['more than 0', 'a multiple of 5']],
    [{ minLength: 7, maxLength: 7 }, ['exactly 7 characters']],
    [{ type: 'array', maxItems: 2, items: { maxLength: 5 } }, ['at most 2 items', 'each at most 5 characters']],
  ]
  test.each(cases)('%j is %j', (schema, words) => expect(shapeOf(fixture, schema).limits).toEqual(words))
})

describe('the fields of an object', () => {
  test('say which are required, what they may be and what they are when left out', () => {
    const mode = field(named('Key'), 'access_mode')
    expect(mode.required).toBe(true)
    expect(mode.shape.values).toEqual(['"ACCESS_MODE_OPEN"', '"ACCESS_MODE_ENFORCE"'])
    expect(mode.shape.defaultValue).toBe('"ACCESS_MODE_OPEN"')
    expect(field(named('Key'), 'old_key_id')).toMatchObject({ required: false, shape: { deprecated: true } })
  })

  test('go down through references that allOf makes nullable and describes', () => {
    const { shape } = field(named('Key'), 'ip_restriction')
    expect(shape.type).toBe('IpRestriction object or null')
    expect(shape.description).toBe('Where it works from; `null` for anywhere.')
    const list = field(shape, 'allowed_cidrs')
    expect(list.shape).toMatchObject({
      type: 'array of string',
      limits: ['at most 10,000 items', 'each at most 43 characters'],
    })
  })

  test('end where an object would hold itself, and name it there', () => {
    expect(field(named('Key'), 'replaces').shape).toMatchObject({ type: 'Key object or null', fields: [] })
    expect(field(named('Tree'), 'children').shape).toMatchObject({ type: 'array of Tree objects', fields: [] })
  })

  test('of a list of objects are those of each object', () => {
    const shape = shapeOf(fixture, { type: 'array', items: { $ref: '#/components/schemas/IpRestriction' } })
    expect(shape.fields.map(({ name }) => name)).toEqual(['allowed_cidrs'])
  })

  test('of a choice are told apart by title, else by the field that is fixed', () => {
    expect(named('Grant').variants.map(({ label }) => label)).toEqual(['kind: "temporary"', 'For good'])
    expect(shapeOf(fixture, { anyOf: [{ type: 'string' }, { type: 'number' }] }).variants).toEqual([])
  })

  test('of all parts of an intersection come together', () => {
    const shape = shapeOf(fixture, {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
        { type: 'object', required: ['b'], properties: { b: { type: 'string' } } },
      ],
    })
    expect(shape.fields.map(({ name, required }) => [name, required])).toEqual([
      ['a', true],
      ['b', true],
    ])
  })
})
