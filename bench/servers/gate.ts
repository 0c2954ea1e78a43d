// The key-and-address gate alone on node:http, with three ways of finding a key: GATE=validated, unchecked or database.
import { createServer } from 'node:http'
import type { Answer } from '#lib/api/answer'
import { type ApiCall, clientOf, requestIdOf } from '#lib/api/call'
import { problemAnswer } from '#lib/api/problem'
import { readIncoming } from '#lib/api/read-body'
import { readJsonObject } from '#lib/api/read-json'
import { hasTooManyHeaders, headerLines } from '#lib/client-ip/header-lines'
import { flushTraffic, recordCall } from '#lib/traffic/record-call'
import { createKeyFinder, type KeyFinder } from '#lib/verify/freshness'
import { createGate } from '#lib/verify/gate'
import { isKey, type KeyRecord } from '#lib/verify/key-record'
import { createKeySource } from '#lib/verify/source'
import { readPerRequest } from '../read-per-request.ts'
import { GATE_ANSWER } from './gate-answer.ts'

const databaseUrl = process.env.DATABASE_URL ?? ''
/** Longer than the product waits: a measurement on a slow machine should come to its end. */
const LIMIT_MS = 10_000

/** What others do: a cache that is believed without asking. */
function uncheckedCache(): KeyFinder {
  const source = createKeySource(databaseUrl, LIMIT_MS)
  const records = new Map<string, KeyRecord>()
  return {
    remembers: (digest) => records.has(digest),
    async find(digest) {
      const known = records.get(digest)
      if (known !== undefined) return { key: known, now: Date.now() }
      const { records: loaded, now } = await source.load([digest])
      const record = loaded.get(digest)
      const key = record !== undefined && isKey(record) ? record : null
      if (key !== null) records.set(digest, key)
      return { key, now }
    },
  }
}

const finders: Record<string, () => KeyFinder> = {
  validated: () => createKeyFinder(createKeySource(databaseUrl, LIMIT_MS), LIMIT_MS),
  unchecked: uncheckedCache,
  database: () => readPerRequest(databaseUrl),
}
const finder = finders[process.env.GATE ?? '']?.()
if (finder === undefined) throw new Error('GATE must be validated, unchecked or database')
const gate = createGate(finder)

async function answerCall(call: ApiCall): Promise<Answer> {
  if (hasTooManyHeaders(call.rawHeaders)) return problemAnswer('headers_too_large')
  const client = clientOf(call)
  const result = await gate(headerLines(call.rawHeaders, 'authorization'), client)
  recordCall(result, client)
  if (result.outcome !== 'allowed') return problemAnswer('ip_not_allowed')
  const body = await readJsonObject(call)
  return body.ok ? GATE_ANSWER : problemAnswer(body.problem)
}

createServer(async (request, response) => {
  const call: ApiCall = {
    peer: request.socket.remoteAddress,
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    rawHeaders: request.rawHeaders,
    isWhole: () => request.complete,
    readBody: (limit) => readIncoming(request, limit),
  }
  const requestId = requestIdOf(call)
  const answer = await answerCall(call)
  response.writeHead(answer.status, [...answer.headers, 'X-Request-Id', requestId])
  response.end(answer.body)
}).listen(Number(process.env.PORT), '127.0.0.1')

// What was counted is part of what is measured.
process.once('SIGTERM', () => void flushTraffic().finally(() => process.exit()))
