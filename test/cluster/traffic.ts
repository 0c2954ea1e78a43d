import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Place, saveList } from '../../faults/admin.ts'

/** The machine that the key's list names, and another. */
export const LISTED = '127.0.0.2'
export const OTHER = '127.0.0.3'

export type Key = { readonly id: string; readonly secret: string }

export type Traffic = {
  readonly calls: number
  readonly saves: number
  /** What was not answered as it must be, the first few in words. */
  readonly lost: number
  readonly words: readonly string[]
}

/** The status of a call that is let through to a body which misses its address, and of one that is refused. */
const ADMITTED = 400
const REFUSED = 403

/** Calls and saves through a balancer without a pause, until `stop`: half of the callers keep their connection. */
export function startTraffic(place: Place, key: Key): { stop(): Promise<Traffic> } {
  const port = Number(new URL(place.url).port)
  const found = { calls: 0, saves: 0, lost: 0, words: [] as string[] }
  let isOver = false
  const note = (seen: string, wanted: string) => {
    if (seen === wanted) return
    found.lost += 1
    if (found.words.length < 5) found.words.push(`${seen} instead of ${wanted}`)
  }

  async function call(caller: number): Promise<void> {
    const agent = new Agent({ keepAlive: caller % 2 === 0, maxSockets: 1 })
    for (let turn = caller; !isOver; turn += 1) {
      const isListed = turn % 4 !== 0
      const seen = await verifyOnce({ agent, port, secret: key.secret, from: isListed ? LISTED : OTHER })
      found.calls += 1
      note(seen, String(isListed ? ADMITTED : REFUSED))
      await sleep(2)
    }
    agent.destroy()
  }

  async function save(): Promise<void> {
    for (let turn = 0; !isOver; turn += 1) {
      const { status } = await saveList(place, key.id, [`${LISTED}/32`, `198.18.0.${turn % 250}/32`])
      found.saves += 1
      note(`save ${status}`, 'save 200')
      await sleep(50)
    }
  }

  const all = Promise.all([...Array.from({ length: 6 }, (_, caller) => call(caller)), save()])
  return {
    async stop() {
      isOver = true
      await all
      return found
    },
  }
}

type Call = { readonly agent: Agent; readonly port: number; readonly secret: string; readonly from: string }

/** @returns the status, or what went wrong with the connection */
function verifyOnce({ agent, port, secret, from }: Call): Promise<string> {
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json', 'Content-Length': '2' }
  return new Promise((resolve) => {
    const options = { agent, port, host: '127.0.0.1', localAddress: from, method: 'POST', path: '/v1/verify', headers }
    const outgoing = request(options, (response) => {
      const from = response.headers['x-request-id'] === undefined ? ' of the balancer' : ''
      response.resume().on('end', () => resolve(`${response.statusCode}${from}`))
    })
    outgoing.on('error', ({ message }) => resolve(message)).end('{}')
  })
}
