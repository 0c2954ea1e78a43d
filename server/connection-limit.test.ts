import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { limitConnections } from '#server/connection-limit'

const MOST = 20
const CALL = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
let server: Server
let opened: Socket[]

beforeEach(async () => {
  opened = []
  server = createServer((_request, response) => response.end('ok'))
  limitConnections(server, MOST)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  for (const socket of opened) socket.destroy()
  server.closeAllConnections()
  server.close()
})

/** Sends and waits for what comes, or for the end. */
async function open(bytes: string): Promise<{ socket: Socket; answer: string }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  opened.push(socket)
  socket.on('error', () => undefined)
  socket.write(bytes)
  const answer = await Promise.race([
    new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString('latin1')))),
    new Promise<string>((resolve) => socket.once('close', () => resolve('closed'))),
    sleep(300).then(() => 'nothing'),
  ])
  return { socket, answer }
}

const connections = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))

it('takes no connection past the limit, and keeps those that it has', async () => {
  const first = await Promise.all(Array.from({ length: MOST }, () => open('GET / HTTP/1.1\r\n')))
  expect((await open(CALL)).answer).toBe('closed')
  expect(first.map(({ socket }) => socket.destroyed)).not.toContain(true)
})

it('gives up connections that nothing happens on before it is full', async () => {
  for (let made = 0; made < MOST; made += 1) expect((await open(CALL)).answer).toContain('200 OK')
  await sleep(50)
  expect(await connections()).toBeLessThan(MOST / 2)
  expect((await open(CALL)).answer).toContain('200 OK')
})
