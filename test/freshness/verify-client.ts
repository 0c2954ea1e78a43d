import { connect } from 'node:net'

/** One connection to a server, with one call in flight. */
export type VerifyClient = {
  /** Calls POST /v1/verify as if from `address`, with a body that a caller let through is told to complete. */
  verify(secret: string, address: string): Promise<'allowed' | 'refused'>
  close(): void
}

const OUTCOMES: Record<string, 'allowed' | 'refused'> = { 400: 'allowed', 403: 'refused', 401: 'refused' }

/** Opens a connection to a server that believes X-Forwarded-For from loopback. */
export function openVerifyClient(port: number): Promise<VerifyClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let waiting: { resolve(status: string): void; reject(error: Error): void } | null = null
  let received = ''
  const fail = (error: Error) => {
    waiting?.reject(error)
    waiting = null
  }
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1')
    const end = received.indexOf('\r\n\r\n')
    const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
    if (end === -1 || length === undefined || received.length < end + 4 + Number(length)) return
    const status = received.slice(9, 12)
    received = ''
    waiting?.resolve(status)
    waiting = null
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  const client: VerifyClient = {
    async verify(secret, address) {
      const status = await new Promise<string>((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(
          `POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${secret}\r\n` +
            `X-Forwarded-For: ${address}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
        )
      })
      const outcome = OUTCOMES[status]
      if (outcome === undefined) throw new Error(`unexpected status ${status}`)
      return outcome
    },
    close: () => socket.destroy(),
  }
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(client))
    socket.once('error', reject)
  })
}
