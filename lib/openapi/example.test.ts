import { describe, expect, test } from 'vitest'
import type { Schema } from './document.ts'
import { exampleOfSchema, exampleText } from './example.ts'
import { fixture } from './fixtures.ts'

describe('an example', () => {
  const cases: [string, Schema, unknown][] = [
    ['as given', { type: 'string', example: 'x', default: 'y' }, 'x'],
    ['of the list of examples the first', { examples: [1, 2] }, 1],
    ['else the default', { type: 'boolean', default: false }, false],
    ['else the first value it may have', { enum: ['a', 'b'] }, 'a'],
    ['else what its format asks for', { type: 'string', format: 'ipv4' }, '203.0.113.7'],
    ['a number within its limits', { type: 'integer', minimum: 60, maximum: 100 }, 60],
    ['a small number', { type: 'integer', maximum: 0 }, 0],
    ['a list of one', { type: 'array', items: { type: 'boolean' } }, [true]],
    ['a map of one', { type: 'object', additionalProperties: { type: 'string' } }, { key: 'string' }],
    ['of a choice the first', { $ref: '#/components/schemas/Grant' }, { kind: 'temporary', ttl_seconds: 60 }],
    ['without end, cut', { $ref: '#/components/schemas/Tree' }, { name: 'string', children: [] }],
    ['of nothing but null', { type: 'null' }, null],
  ]
  test.each(cases)('%s', (_, schema, value) => expect(exampleOfSchema(fixture, schema)).toEqual(value))

  test('holds what is required and what has an example of its own', () => {
    expect(exampleOfSchema(fixture, { $ref: '#/components/schemas/Key' })).toEqual({
      key_id: '01890a5d-ac96-774b-bcce-b302099a8057',
      name: 'Payments',
      access_mode: 'ACCESS_MODE_OPEN',
      metadata: { team: 'core' },
    })
  })

  test('holds all fields when none is required', () => {
    const schema: Schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'null' } } }
    expect(exampleOfSchema(fixture, schema)).toEqual({ a: 'string', b: null })
  })

  test('of a media type goes before that of its schema, and text is no JSON', () => {
    const media = { schema: { type: 'string' }, examples: { first: { value: '203.0.113.7' } } }
    expect(exampleText(fixture, 'text/plain', media)).toBe('203.0.113.7')
    expect(exampleText(fixture, 'application/problem+json', media)).toBe('"203.0.113.7"')
  })
})
