// Next.js in production mode, behind a plain node:http server, with one route handler that does nothing.
import { createServer } from 'node:http'
import next from 'next'

const app = next({ dev: false, dir: 'bench/next-handler', customServer: true })
await app.prepare()
const handle = app.getRequestHandler()
createServer((request, response) => void handle(request, response)).listen(Number(process.env.PORT), '127.0.0.1')
