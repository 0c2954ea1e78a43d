import type { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documented } from '#test/admin/documented'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { asDryRun, type Belongings, makeBelongings, sampleOf } from '#test/admin/samples'
import { dryRunAnswer, errorAnswer } from './answers.ts'
import { adminOperations } from './routes.ts'

let door: AdminDoor
/** For calls that change nothing. */
let kept: Belongings
beforeAll(async () => {
  door = await openAdminDoor()
  kept = await makeBelongings(door, door)
})
afterAll(() => door.close())

type Response = { content?: { 'application/json'?: { schema: z.ZodType } } }

const named = adminOperations.map((operation) => [operation.description.operationId ?? '', operation] as const)
const writes = named.filter(([, { description }]) => description.request?.headers !== undefined)

describe.each(['', '/api'])('what is documented of each operation is what it answers, at %s/v2alpha1', (prefix) => {
  it.each(named)('%s', async (_, operation) => {
    const { method, path, body, status } = sampleOf(operation, await makeBelongings(door, door))
    const answer = await door.call(method, prefix + path, body === undefined ? {} : { body })
    expect([answer.status, answer.headers['cache-control']]).toEqual([status, 'no-store'])
    const response = operation.description.responses[status] as Response
    const schema = response.content?.['application/json']?.schema
    if (schema === undefined) return expect(answer.text).toBe('')
    expect(answer.headers['content-type']).toBe('application/json')
    documented(schema, answer.json)
  })

  it.each(writes)('%s, asked for a dry run', async (_, operation) => {
    const { method, path, body } = sampleOf(operation, kept)
    const answer = await door.call(method, prefix + asDryRun(path), body === undefined ? {} : { body })
    expect([answer.status, answer.headers.etag, answer.headers.location]).toEqual([200, undefined, undefined])
    expect(documented(dryRunAnswer, answer.json).dry_run).toBe(true)
    expect(answer.text).not.toMatch(/"secret":"[^"]/)
  })

  it.each(named)('%s, asked by a method that it does not have', async (_, operation) => {
    const { path } = sampleOf(operation, kept)
    const answer = await door.call('SEARCH', prefix + path)
    documented(errorAnswer, answer.json)
    expect([answer.status, answer.headers.allow]).toEqual([
      405,
      expect.stringContaining(operation.description.method.toUpperCase()),
    ])
  })
})

describe('a HEAD', () => {
  const reads = named.filter(([, { description }]) => description.method === 'get')
  it.each(reads)('is answered as the GET is, without the body: %s', async (_, operation) => {
    const { path } = sampleOf(operation, kept)
    const [get, head] = [await door.call('GET', path), await door.call('HEAD', path)]
    expect([head.status, head.text, head.headers.etag]).toEqual([get.status, '', get.headers.etag])
  })
})
