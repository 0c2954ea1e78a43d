import { openRaw } from './raw.ts'

export type Flood = {
  readonly connections: number
  readonly calls: number
  /** What the n-th call sends. */
  request(turn: number): string
}

const STATUS = /^HTTP\/1\.1 (\d{3}) /

/** Makes calls as fast as they are answered. @returns how many answers there were of each status */
export async function flood(port: number, { connections, calls, request }: Flood): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {}
  let turn = 0
  const next = () => (turn < calls ? request(turn++) : null)
  const count = (status: number) => {
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  await Promise.all(Array.from({ length: connections }, () => callWhile(port, next, count)))
  return statuses
}

/** Over one connection, one call after the other. An answer is small enough to come in one piece. */
function callWhile(port: number, next: () => string | null, count: (status: number) => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = openRaw(port)
    const goOn = () => {
      const request = next()
      if (request === null) socket.destroy()
      else socket.write(request, 'latin1')
    }
    socket.on('data', (chunk: Buffer) => {
      count(Number(STATUS.exec(chunk.toString('latin1'))?.[1]))
      goOn()
    })
    socket.once('connect', goOn)
    socket.once('close', () => resolve())
  })
}

/** A call of POST /v1/verify that a proxy passes on for `client`. */
export function verifyCall(secret: string, client: string): string {
  const lines = ['POST /v1/verify HTTP/1.1', 'Host: x', `Authorization: Bearer ${secret}`, `X-Forwarded-For: ${client}`]
  return `${[...lines, 'Content-Type: application/json', 'Content-Length: 2'].join('\r\n')}\r\n\r\n{}`
}

/** As many addresses as there are. */
export function addressOf(turn: number): string {
  return `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`
}
