import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createNetServer, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { waitUntil } from '#server/processes'
import { endSlowReaders } from '#server/slow-readers'

const PIECE = Buffer.alloc(1024 * 1024)
const opened: Socket[] = []
let server: Server

afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy()
  server.closeAllConnections()
  server.close()
})

async function serve(answer: RequestListener): Promise<void> {
  server = createServer(answer)
  endSlowReaders(server, { limitMs: 300, lookEveryMs: 50 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

function call(): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  opened.push(socket)
  return socket
}

/** How long the server kept its end of the next connection; null when it still does after `limitMs`. */
function keptFor(limitMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const start = performance.now()
    setTimeout(() => resolve(null), limitMs)
    server.once('connection', (socket) => socket.once('close', () => resolve(performance.now() - start)))
  })
}

it('ends the connection of who reads nothing', async () => {
  await serve((_request, response) => response.end(Buffer.alloc(32 * PIECE.length)))
  const kept = keptFor(3000)
  call().pause()
  expect(await kept).toBeLessThan(2000)
})

/** A connection over which an answer without end is taken at that rate, however little the machine would hand on at once. */
function takenAt(bytesPerSecond: number): Socket {
  const socket = new Socket().on('error', () => undefined)
  opened.push(socket)
  const start = performance.now()
  Object.defineProperties(socket, {
    writableLength: { value: 1_000_000 },
    bytesWritten: { get: () => 1_000_000 + Math.floor(((performance.now() - start) / 1000) * bytesPerSecond) },
  })
  return socket
}

it('ends the connection of who takes a byte now and then, and no other', async () => {
  const bare = createNetServer()
  endSlowReaders(bare, { limitMs: 300, lookEveryMs: 50 })
  const [sip, draught] = [takenAt(500), takenAt(3000)]
  for (const socket of [sip, draught]) bare.emit('connection', socket)
  expect(await waitUntil(async () => sip.destroyed, 2000)).toBe(true)
  await sleep(600)
  expect(draught.destroyed).toBe(false)
  bare.emit('close')
})

it('leaves who takes one large answer slowly', async () => {
  await serve((_request, response) => response.end(Buffer.alloc(32 * PIECE.length)))
  const socket = call()
  let read = 0
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length
    socket.pause()
    setTimeout(() => socket.resume(), 2)
  })
  const start = performance.now()
  const whole = await waitUntil(async () => socket.destroyed || read > 32 * PIECE.length, 20_000)
  expect([whole, socket.destroyed]).toEqual([true, false])
  expect(performance.now() - start).toBeGreaterThan(600)
})

it('leaves who reads slowly, and who has nothing to read', async () => {
  await serve(async (_request, response) => {
    for (let sent = 0; sent < 16; sent += 1) if (!response.write(PIECE)) await sleep(100)
    await sleep(600)
    response.end()
  })
  const kept = keptFor(3000)
  const socket = call()
  let read = 0
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length
  })
  const halting = setInterval(() => (socket.isPaused() ? socket.resume() : socket.pause()), 50)
  expect(await kept).toBeNull()
  clearInterval(halting)
  expect(read).toBeGreaterThan(16 * PIECE.length)
})
