import { createServer } from 'node:http'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type { Outcome, VerifyClient } from '#test/freshness/verify-client'
import { type Ledger, openLedger } from './ledger.ts'

/** Answers saves with this status. */
let status = 200
const server = createServer((request, response) => {
  const isMade = request.method === 'POST'
  response.writeHead(isMade ? 201 : status).end(isMade ? '{"issued_api_key":{"key_id":"k"},"secret":"s"}' : '{}')
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const place = { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, token: 't' }
afterAll(() => void server.close())

let ledger: Ledger
beforeEach(async () => {
  status = 200
  ledger = await openLedger(place)
})

const saying = (outcome: Outcome): VerifyClient => ({ verify: async () => outcome, close: () => undefined })

it('finds an acknowledged save that is lost, and a list that nobody saved', async () => {
  await ledger.save(place)
  expect(ledger.settle(2)).toEqual([])
  expect(ledger.settle(1)).toEqual(['the list is version 1, though the save of 2 was acknowledged'])
  expect(ledger.settle(null)).toEqual(['a list is none that was saved whole'])
})

it('finds who was let through by the list before an acknowledged save', async () => {
  await ledger.save(place)
  await ledger.verify(saying('allowed'), 1)
  expect(ledger.check()).toEqual(['the caller of version 1 was let through while the list was 2'])
})

it('takes a save without an answer for done or not, but not for both by turns', async () => {
  status = 503
  expect((await ledger.save(place)).outcome).toBe('maybe')
  await ledger.verify(saying('allowed'), 1)
  await ledger.verify(saying('allowed'), 2)
  expect(ledger.check()).toEqual([])
  await ledger.verify(saying('allowed'), 1)
  expect(ledger.check()).toHaveLength(1)
})

it('holds that what was found not to be done never is', async () => {
  status = 503
  await ledger.save(place)
  expect(ledger.settle(1)).toEqual([])
  await ledger.verify(saying('allowed'), 2)
  expect(ledger.check()).toHaveLength(1)
})
