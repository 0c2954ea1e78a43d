import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { type Asked, gatelist, problem, type Reply, stubServer } from '../fixtures.ts'

type Item = { name: string }
const requestsOf = ({ body }: Asked) => (body as { requests: Item[] }).requests

const OK = ({ name }: Item, index: number) => ({ index, imported_api_key: { key_id: `id-${name}`, name } })
const imported = (asked: Asked): Reply => ({ body: { results: requestsOf(asked).map(OK) } })

let reply: (asked: Asked, number: number) => Reply = imported
let server: Awaited<ReturnType<typeof stubServer>>
beforeEach(async () => {
  reply = imported
  server = await stubServer((asked) => reply(asked, server.asked.length))
})
afterEach(() => server.close())

const path = join(mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-batch-`)), 'keys.json')
const items = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `k${i}`, raw_key: `r${i}`, actor_id: 'a' }))
const run = (file: string, ...more: string[]) => {
  writeFileSync(path, file)
  return gatelist(['keys', 'imported', 'batch-import', '--file', path, '-e', server.url, ...more])
}

test.each([
  ['a JSON array', JSON.stringify(items(2))],
  ['an object with requests', JSON.stringify({ requests: items(2) })],
  [
    'one object a line',
    items(2)
      .map((item) => JSON.stringify(item))
      .join('\n\n'),
  ],
])('reads %s', async (_, file) => {
  expect((await run(file)).code).toBe(0)
  expect(server.asked.map(requestsOf)).toEqual([items(2)])
})

it('reads standard input', async () => {
  await gatelist(['keys', 'imported', 'batch-import', '--file', '-', '-e', server.url], {
    stdin: JSON.stringify(items(1)),
  })
  expect(server.asked.map(requestsOf)).toEqual([items(1)])
})

test.each([
  ['a line that is no JSON, without repeating it', '{"raw_key":"sk_1"}\n{"raw_key":"sk_live_x"', 'line 2 is not JSON'],
  ['an item that is no object', '[1]', 'item 0 is not a JSON object'],
  ['no keys', '[]', 'holds no keys'],
])('refuses %s', async (_, file, message) => {
  const { code, stderr } = await run(file)
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('sk_live')
  expect([code, server.asked]).toEqual([2, []])
})

describe('many keys', () => {
  it('go by thousands, each request under a key of its own, and indexes count through', async () => {
    const { code, stdout, stderr } = await run(
      JSON.stringify(items(2500)),
      '--format',
      'json',
      '--idempotency-key',
      'K',
    )
    expect(code).toBe(0)
    expect(server.asked.map((asked) => requestsOf(asked).length)).toEqual([1000, 1000, 500])
    expect(server.asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['K.0', 'K.1', 'K.2'])
    const answer = JSON.parse(stdout) as { results: { index: number }[]; success_count: number }
    expect(answer.success_count).toBe(2500)
    expect(answer.results.at(-1)?.index).toBe(2499)
    expect(stderr).toBe('2500 imported, 0 failed.\n')
  })

  it('go in smaller requests where they are long', async () => {
    const long = items(3).map((item) => ({ ...item, metadata: { text: 'x'.repeat(400_000) } }))
    await run(JSON.stringify(long))
    expect(server.asked.map((asked) => requestsOf(asked).length)).toEqual([2, 1])
  })
})

it('names each key that failed, goes on, and ends with 1', async () => {
  const failed = { error_code: 'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_ALREADY_EXISTS', error_message: 'there' }
  reply = (asked, number) =>
    number === 1
      ? problem(409, 'ALREADY_EXISTS', 'all keys in batch already exist', { metadata: { 'requests[7]': 'its own' } })
      : {
          body: {
            results: requestsOf(asked).map((item, index) => (index === 1 ? { index, ...failed } : OK(item, index))),
          },
        }
  const { code, stdout, stderr } = await run(JSON.stringify(items(1003)), '-q')
  expect(code).toBe(1)
  const errors = stderr.trimEnd().split('\n')
  expect(errors).toHaveLength(1001)
  expect(errors[0]).toBe('[0] k0: ALREADY_EXISTS: all keys in batch already exist')
  expect(errors[7]).toBe('[7] k7: ALREADY_EXISTS: its own')
  expect(errors[1000]).toBe('[1001] k1001: ALREADY_EXISTS: there')
  expect(stdout).toBe('id-k1000\nid-k1002\n')
})

it('comes again when the server is busy, under the same key', async () => {
  reply = (asked, number) => (number < 3 ? { status: 429, headers: { 'Retry-After': '0' }, body: {} } : imported(asked))
  expect((await run(JSON.stringify(items(1)))).code).toBe(0)
  expect(new Set(server.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  expect(server.asked).toHaveLength(3)
})

it('gives up after some tries, or at once when told to wait long, and says how to go on', async () => {
  reply = () => ({ status: 503, headers: { 'Retry-After': '0' }, body: { error: 'busy' } })
  const { code, stderr } = await run(JSON.stringify(items(1)), '--idempotency-key', 'K')
  expect([code, server.asked.length]).toEqual([1, 5])
  expect(stderr).toContain('0 of 1 keys were answered before this; repeat with --idempotency-key K')
  reply = () => ({ status: 503, headers: { 'Retry-After': '3600' }, body: {} })
  await run(JSON.stringify(items(1)))
  expect(server.asked).toHaveLength(6)
})

it('shows its progress on a terminal alone', async () => {
  const args = ['keys', 'imported', 'batch-import', '--file', path, '-e', server.url]
  writeFileSync(path, JSON.stringify(items(2)))
  expect((await gatelist(args, { typed: '' })).stderr).toContain('2/2 keys')
  expect((await gatelist(args)).stderr).toBe('2 imported, 0 failed.\n')
})
