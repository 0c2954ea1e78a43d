// The ceiling: node:http that answers at once what the gate answers. BARE=allowed reads and parses the body, as the gate does for
// whom it lets through; BARE=refused leaves it unread.
import { createServer, type IncomingMessage } from 'node:http'
import { problemAnswer } from '#lib/api/problem'
import { newRequestId } from '#lib/request-id'
import { GATE_ANSWER } from './gate-answer.ts'

const { status, headers, body } = process.env.BARE === 'allowed' ? GATE_ANSWER : problemAnswer('ip_not_allowed')
const all = [...headers, 'X-Request-Id', newRequestId()]

function readJson(request: IncomingMessage, done: (value: unknown) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => done(JSON.parse(Buffer.concat(chunks).toString())))
}

createServer((request, response) => {
  const answer = () => {
    response.writeHead(status, all)
    response.end(body)
  }
  if (process.env.BARE === 'allowed') readJson(request, answer)
  else answer()
}).listen(Number(process.env.PORT), '127.0.0.1')
