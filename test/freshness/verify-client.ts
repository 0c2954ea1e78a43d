import { connect } from 'node:net'

/** One connection to a server, with one call in flight. */
export type VerifyClient = {
  /** Of a key, as if called from `address`. `token`: by the admin API, with this management token; null: directly. */
  verify(key: { secret: string; token: string | null }, address: string): Promise<Outcome>
  close(): void
}

/**
 * `key refused`: because the key is paused, expired, revoked or gone. `unanswered`: the database did not answer the server in time,
 * which decides nothing.
 */
export type Outcome = 'allowed' | 'address refused' | 'key refused' | 'unanswered'

/** How a door is asked, and what its answer says; undefined when that is none. */
type Door = { ask(secret: string, address: string): string; outcome(status: string, body: string): Outcome | undefined }

const OUTCOMES: Record<string, Outcome> = {
  400: 'allowed',
  403: 'address refused',
  401: 'key refused',
  // Of many dead keys from one address. Said of a key that is alive, the checker finds it.
  429: 'key refused',
  503: 'unanswered',
}

const CODES: Record<string, Outcome> = {
  INTERNAL: 'unanswered',
  IP_NOT_ALLOWED: 'address refused',
  EXPIRED: 'key refused',
  REVOKED: 'key refused',
  NOT_FOUND: 'key refused',
}

/**
 * POST /v1/verify as if from `address`, at a server that believes X-Forwarded-For from loopback, with a body that a caller let
 * through is told to complete.
 */
const directDoor: Door = {
  ask: (secret, address) =>
    `POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${secret}\r\n` +
    `X-Forwarded-For: ${address}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
  outcome: (status) => OUTCOMES[status],
}

/** POST /v2alpha1/admin/apiKeys:verify about a caller at `address`. */
const adminDoor = (token: string): Door => ({
  ask(credential, address) {
    const body = JSON.stringify({ credential, client_ip: address })
    return (
      `POST /v2alpha1/admin/apiKeys:verify HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    )
  },
  outcome(status, body) {
    if (status !== '200') return status === '503' ? 'unanswered' : undefined
    if (body.startsWith('{"is_valid":true,')) return 'allowed'
    return CODES[/"error_code":"VERIFICATION_ERROR_([A-Z_]+)"/.exec(body)?.[1] ?? '']
  },
})

/** Which decides nothing either. */
export class ConnectionLost extends Error {}

/** Opens a connection to a server. Its calls reject with `ConnectionLost` where the server ends it. */
export function openVerifyClient(port: number): Promise<VerifyClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let waiting: { resolve(answer: { status: string; body: string }): void; reject(error: Error): void } | null = null
  let received = ''
  let isLost = false
  const fail = () => {
    isLost = true
    waiting?.reject(new ConnectionLost())
    waiting = null
  }
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1')
    const end = received.indexOf('\r\n\r\n')
    const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
    if (end === -1 || length === undefined || received.length < end + 4 + Number(length)) return
    const answer = { status: received.slice(9, 12), body: received.slice(end + 4) }
    received = ''
    waiting?.resolve(answer)
    waiting = null
  })
  socket.on('error', fail)
  socket.on('close', fail)
  const client: VerifyClient = {
    async verify({ secret, token }, address) {
      const door = token === null ? directDoor : adminDoor(token)
      const { status, body } = await new Promise<{ status: string; body: string }>((resolve, reject) => {
        if (isLost) return reject(new ConnectionLost())
        waiting = { resolve, reject }
        socket.write(door.ask(secret, address))
      })
      const outcome = door.outcome(status, body)
      if (outcome === undefined) throw new Error(`unexpected answer ${status} ${body}`)
      return outcome
    },
    close: () => socket.destroy(),
  }
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(client))
    socket.once('error', reject)
  })
}
