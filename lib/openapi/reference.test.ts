import { describe, expect, test } from 'vitest'
import { curlCommand } from './curl.ts'
import { fixture } from './fixtures.ts'
import type { Operation } from './operation.ts'
import { readReference } from './reference.ts'
import { findEntries } from './search.ts'

const reference = readReference(fixture)
const all = reference.groups.flatMap((group) => group.operations.map((operation) => ({ group, operation })))

function operation(summary: string): Operation {
  const found = all.find((one) => one.operation.summary === summary)
  if (found === undefined) throw new Error(`no operation ${summary}`)
  return found.operation
}

describe('operations', () => {
  test('are grouped by tag in the order of the document, then by how their path begins', () => {
    expect(reference.groups.map(({ title, description }) => [title, description])).toEqual([
      ['Keys', 'Make keys and change them.'],
      ['/v1', null],
    ])
  })

  test('have a place of their own that a link can name', () => {
    expect(all.map((one) => one.operation.id)).toEqual([
      'listkeys',
      'post-v2-keys',
      'post-v2-keys-id-grant',
      'delete-v2-keys-id-grant',
      'get-v1-ip',
    ])
    const twice = { ...fixture, paths: { '/a': { get: { operationId: 'x' }, post: { operationId: 'x' } } } }
    expect(readReference(twice).groups[0]?.operations.map(({ id }) => id)).toEqual(['x', 'x-2'])
  })

  test('take the security of the document unless they say otherwise', () => {
    expect(operation('Your address').security).toBeNull()
    expect(operation('List keys').security?.choices).toEqual([
      {
        name: 'management token',
        description: 'Of a role that suffices.',
        header: { name: 'Authorization', value: 'Bearer $MANAGEMENT_TOKEN' },
      },
    ])
    expect(operation('Make a key').security).toMatchObject({
      optional: true,
      choices: [{ name: 'management token' }, { name: 'operator', header: { name: 'X-Operator', value: '$OPERATOR' } }],
    })
  })

  test('have the parameters of their path too; what is in an address or a header cannot be null', () => {
    const places = operation('Grant it').parameters.map(({ place, fields }) => [place, fields.map(({ name }) => name)])
    expect(places).toEqual([
      ['path', ['id']],
      ['header', ['If-Match']],
    ])
    expect(operation('List keys').parameters[0]?.fields[0]?.shape.type).toBe('integer')
  })

  test('show the one form of all refusals once', () => {
    const { answers, answerBodies } = operation('List keys')
    expect(answers.map(({ status }) => status)).toEqual(['200', '400', '401'])
    expect(answers[0]?.headers.map(({ name }) => name)).toEqual(['ETag'])
    expect(answerBodies.map(({ statuses, shape }) => [statuses, shape.type])).toEqual([
      [['200'], 'object'],
      [['400', '401'], 'Status object'],
    ])
    expect(operation('Grant it').answerBodies.map(({ statuses }) => statuses)).toEqual([['default']])
  })
})

test('an object that stands at several places is described once, and they link to it', () => {
  expect(reference.objects.map(({ id, name, usedBy }) => [id, name, usedBy])).toEqual([
    ['object-key', 'Key', ['listkeys', 'post-v2-keys']],
    ['object-status', 'Status', ['listkeys', 'post-v2-keys', 'post-v2-keys-id-grant']],
  ])
  const objectsOf = (summary: string) => operation(summary).answerBodies.map(({ shape }) => shape.objectId)
  expect(objectsOf('List keys')).toEqual([null, 'object-status'])
  expect(objectsOf('Make a key')).toEqual(['object-key', 'object-status'])
  const [list] = operation('List keys').answerBodies
  expect(list?.shape.fields.map(({ name, shape }) => [name, shape.objectId])).toEqual([['keys', 'object-key']])
  expect(operation('Make a key').body?.shape).toMatchObject({ name: 'Key', objectId: null })
})

test('every section has an address of its own, and none that of the objects', () => {
  expect(reference.groups.map(({ slug }) => slug)).toEqual(['keys', 'v1'])
  const tags = ['Objects', 'A b', 'a B'].map((tag, index) => [`/${index}`, { get: { tags: [tag] } }])
  const groups = readReference({ ...fixture, paths: Object.fromEntries(tags) }).groups
  expect(groups.map(({ slug }) => slug)).toEqual(['objects-2', 'a-b', 'a-b-2'])
})

describe('the example of a call', () => {
  test('fills in the path, sends what is required and asks for nothing else', () => {
    expect(curlCommand('http://localhost:3000', operation('Grant it').call)).toBe(
      [
        'curl http://localhost:3000/v2/keys/key%201%2F2:grant \\',
        '  -H "Authorization: Bearer $MANAGEMENT_TOKEN" \\',
        `  -H "If-Match: \\"it's 7\\"" \\`,
        '  -H "Content-Type: application/json" \\',
        `  -d '{\n  "kind": "temporary",\n  "ttl_seconds": 60\n}'`,
      ].join('\n'),
    )
    expect(operation('List keys').call.path).toBe('/v2/keys?filter=name%3D%22Pay*%22')
    expect(operation('Your address').call).toEqual({ method: 'get', path: '/v1/ip', headers: [] })
  })
})

describe('the search', () => {
  const { entries } = reference

  test.each([
    ['', 5],
    ['  ', 5],
    ['post keys', 2],
    ['GRANT', 2],
    ['allowed_cidrs', 2],
    ['delete ip', 0],
    ['your address', 1],
  ])('finds every word in any order: %j', (query, count) => expect(findEntries(entries, query).size).toBe(count))
})
