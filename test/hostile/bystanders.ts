import { setTimeout as sleep } from 'node:timers/promises'
import { openVerifyClient, type VerifyClient } from '#test/freshness/verify-client'

/** What became of calls that have nothing to do with an attack. */
export type Borne = { readonly refused: number; readonly calls: number; readonly p99Ms: number }

const CALLERS = 4
const EVERY_MS = 5

/** Calls with a right key while `attack` lasts. */
export async function bystanders(port: number, secret: string, attack: () => Promise<unknown>): Promise<Borne> {
  let isOver = false
  const times: number[] = []
  let refused = 0
  async function callOnce(client: VerifyClient): Promise<void> {
    const start = performance.now()
    const outcome = await client.verify({ secret, token: null }, '203.0.113.7')
    times.push(performance.now() - start)
    if (outcome !== 'allowed') refused += 1
    await sleep(EVERY_MS)
  }
  const callers = Array.from({ length: CALLERS }, async () => {
    const client = await openVerifyClient(port)
    while (!isOver) await callOnce(client)
    client.close()
  })
  await attack().finally(() => {
    isOver = true
  })
  await Promise.all(callers)
  times.sort((a, b) => a - b)
  return { refused, calls: times.length, p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.POSITIVE_INFINITY }
}
