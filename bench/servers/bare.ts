// The ceiling: node:http that answers at once, with the body and the headers of a refusal.
import { createServer } from 'node:http'
import { problemAnswer } from '#lib/api/problem'

const { status, headers, body } = problemAnswer('ip_not_allowed')
const all = [...headers, 'X-Request-Id', 'bare']

createServer((_request, response) => {
  response.writeHead(status, all)
  response.end(body)
}).listen(Number(process.env.PORT), '127.0.0.1')
