import { connect, type Socket } from 'node:net'

/** What came back over a connection: the status of each answer, and whether the server closed it. */
export type RawAnswer = {
  readonly statuses: readonly number[]
  readonly closed: boolean
  readonly text: string
  readonly ms: number
}

const STATUS = /HTTP\/1\.1 (\d{3}) /g

/** Sends bytes as they are and collects what comes back, until the server closes or nothing came for `quietMs`. */
export function sendRaw(port: number, bytes: string, quietMs = 300): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const start = performance.now()
    const socket = openRaw(port)
    let text = ''
    let quiet = setTimeout(() => end(false), quietMs)
    const end = (closed: boolean) => {
      clearTimeout(quiet)
      socket.destroy()
      const statuses = [...text.matchAll(STATUS)].map((found) => Number(found[1]))
      resolve({ statuses, closed, text, ms: performance.now() - start })
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      clearTimeout(quiet)
      quiet = setTimeout(() => end(false), quietMs)
    })
    socket.on('close', () => end(true))
    socket.write(bytes, 'latin1')
  })
}

/** A connection whose errors nobody minds. */
export function openRaw(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  return socket
}
