import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const DRIP_MS = 3000

const head = 'POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
/** What each sends at first, and then a bit at a time; null: nothing more, and it reads nothing either. */
const KINDS: readonly (readonly [first: string, drip: string | null])[] = [
  ['POST /v1/verify HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n'],
  [`${head}Content-Length: 1000\r\n\r\n{`, ' '],
  ['GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(8), null],
]

export type SlowConnection = {
  readonly socket: Socket
  readonly drip: string | null
  /** Since it was there. */
  closedAfterMs: number
}

/** Opens connections that send their headers bit by bit, their body, or that read no answer; a third each. */
export async function openSlow(port: number, count: number): Promise<SlowConnection[]> {
  const all: SlowConnection[] = []
  for (let made = 0; made < count; made += 1) {
    const [first, drip] = KINDS[made % KINDS.length] ?? ['', null]
    all.push(openOne(port, first, drip))
    if (made % 50 === 49) await sleep(10)
  }
  return all
}

function openOne(port: number, first: string, drip: string | null): SlowConnection {
  const socket = connect({ port, host: '127.0.0.1' })
  const slow: SlowConnection = { socket, drip, closedAfterMs: Number.POSITIVE_INFINITY }
  let since = performance.now()
  socket.on('error', () => undefined)
  socket.once('connect', () => {
    since = performance.now()
  })
  socket.once('close', () => {
    slow.closedAfterMs = performance.now() - since
  })
  socket.write(first)
  // Who reads would see the end; who does not only finds out by writing.
  if (drip === null) socket.pause()
  else socket.resume()
  return slow
}

/** Sends a bit more over each, until all that send are closed. */
export async function dripUntilClosed(all: readonly SlowConnection[], limitMs: number): Promise<void> {
  const dripping = all.filter(({ drip }) => drip !== null)
  for (const end = performance.now() + limitMs; performance.now() < end; await sleep(DRIP_MS)) {
    const open = dripping.filter(({ closedAfterMs }) => closedAfterMs === Number.POSITIVE_INFINITY)
    if (open.length === 0) return
    for (const { socket, drip } of open) if (drip !== null) socket.write(drip)
  }
}

const ESTABLISHED = '01'

/** How many connections a port of this machine has, as the machine says; null where it does not say. */
export function connectionsAt(port: number): number | null {
  if (process.platform !== 'linux') return null
  const own = port.toString(16).toUpperCase().padStart(4, '0')
  return ['tcp', 'tcp6'].reduce((sum, table) => sum + connectionsIn(`/proc/net/${table}`, own), 0)
}

function connectionsIn(table: string, own: string): number {
  const lines = readFileSync(table, 'latin1').split('\n').slice(1)
  return lines.filter((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    return state === ESTABLISHED && local.endsWith(`:${own}`)
  }).length
}
