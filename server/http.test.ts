import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHttp } from '#server/http'

const http = createHttp()
let url: string

beforeAll(async () => {
  url = `http://127.0.0.1:${await http.open('127.0.0.1', 0)}/`
})
afterAll(() => http.drain(1000))

it('tells everybody to come back until it serves', async () => {
  const answer = await fetch(url)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
  expect(answer.headers.get('x-request-id')).toMatch(/^\S+$/)
})

it('leaves headers past the limit to the doors, which answer in words', async () => {
  http.serve((request, response) => response.end(String(request.headers['x-long']?.length)))
  expect(await (await fetch(url, { headers: { 'x-long': 'x'.repeat(20_000) } })).text()).toBe('20000')
})
