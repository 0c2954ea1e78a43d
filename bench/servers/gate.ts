// The key-and-address gate alone on node:http, with three ways of finding a key: GATE=validated, unchecked or database.
import { createServer } from 'node:http'
import { jsonAnswer } from '#lib/api/answer'
import { clientOf, requestIdOf } from '#lib/api/call'
import { problemAnswer } from '#lib/api/problem'
import { hasTooManyHeaders, headerLines } from '#lib/client-ip/header-lines'
import { flushTraffic, recordCall } from '#lib/traffic/record-call'
import { createKeyFinder, type KeyFinder } from '#lib/verify/freshness'
import { createGate } from '#lib/verify/gate'
import { isKey, type KeyRecord } from '#lib/verify/key-record'
import { createKeySource } from '#lib/verify/source'
import { readPerRequest } from '../read-per-request.ts'

const databaseUrl = process.env.DATABASE_URL ?? ''

/** What others do: a cache that is believed without asking. */
function uncheckedCache(): KeyFinder {
  const source = createKeySource(databaseUrl, 1000)
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
  validated: () => createKeyFinder(createKeySource(databaseUrl, 1000), 1000),
  unchecked: uncheckedCache,
  database: () => readPerRequest(databaseUrl),
}
const finder = finders[process.env.GATE ?? '']?.()
if (finder === undefined) throw new Error('GATE must be validated, unchecked or database')
const gate = createGate(finder)

const allowed = jsonAnswer(200, { allowed: true })
const refused = problemAnswer('ip_not_allowed')

createServer(async (request, response) => {
  const call = { peer: request.socket.remoteAddress, rawHeaders: request.rawHeaders }
  const requestId = requestIdOf(call)
  if (hasTooManyHeaders(call.rawHeaders)) throw new Error('too many headers')
  const client = clientOf(call)
  const result = await gate(headerLines(call.rawHeaders, 'authorization'), client)
  recordCall(result, client)
  const answer = result.outcome === 'allowed' ? allowed : refused
  response.writeHead(answer.status, [...answer.headers, 'X-Request-Id', requestId])
  response.end(answer.body)
}).listen(Number(process.env.PORT), '127.0.0.1')

// What was counted is part of what is measured.
process.once('SIGTERM', () => void flushTraffic().finally(() => process.exit()))
