import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKeySource } from './source.ts'

/** A message of PostgreSQL's protocol: its type, its length with itself, its content. */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(content.length + 4)
  return Buffer.concat([Buffer.from(type), length, content])
}

const welcome = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]
const goodbye = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'))

let postgres: Server
beforeAll(async () => {
  postgres = createServer((socket) => {
    socket.on('error', () => undefined)
    // In one piece, as they arrive at a process that was too busy to read.
    socket.once('data', () => socket.end(Buffer.concat([...welcome, goodbye])))
  })
  await once(postgres.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => {
  postgres.close()
})

it('a connection that is ended in the moment at which it is lent fails the call, and not the process', async () => {
  const { port } = postgres.address() as AddressInfo
  const source = createKeySource(`postgresql://nobody@127.0.0.1:${port}/none`, 800)
  await expect(source.load(['id:00000000-0000-0000-0000-000000000000'])).rejects.toThrow()
  await source.close()
})
