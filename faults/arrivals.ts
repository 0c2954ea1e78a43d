import { setTimeout as sleep } from 'node:timers/promises'
import { type Outcome, openVerifyClient, type VerifyClient } from '#test/freshness/verify-client'
import { emptyCounts } from './callers.ts'
import type { Ledger } from './ledger.ts'

export type Arrived = {
  readonly counts: ReturnType<typeof emptyCounts>
  /** From the moment at which each was due, answered or not sent yet, so that a queue is seen. In the order of arrival. */
  readonly ms: number[]
  /** The latest that one was sent after it was due: the generator's own. */
  readonly sentLateMs: number
}

export type Arrivals = {
  readonly ledgers: readonly Ledger[]
  readonly ports: readonly number[]
  readonly perSecond: number
  readonly lastsMs: number
  /** As many calls at each port may be under way. */
  readonly connections: number
}

const TICK_MS = 1

/** Calls that come at a fixed rate, whatever becomes of those before them. */
export async function arrive({ ledgers, ports, perSecond, lastsMs, connections }: Arrivals): Promise<Arrived> {
  const clients: VerifyClient[] = []
  for (let made = 0; made < connections; made += 1) for (const port of ports) clients.push(await openVerifyClient(port))
  const idle = [...clients]
  const queue: { due: number; turn: number }[] = []
  const arrived = { counts: emptyCounts(), ms: [] as number[], sentLateMs: 0 }
  let underWay = 0

  async function call(client: VerifyClient, { due, turn }: { due: number; turn: number }): Promise<void> {
    const ledger = ledgers[turn % ledgers.length]
    if (ledger === undefined) throw new Error('there is nothing to verify')
    const outcome: Outcome | 'lost' = await ledger
      .verify(client, Math.max(1, ledger.newest() - (turn % 3 === 0 ? 1 : 0)))
      .catch(() => 'lost' as const)
    arrived.counts[outcome] += 1
    arrived.ms.push(performance.now() - due)
    underWay -= 1
    // One that was lost is not used again.
    if (outcome !== 'lost') idle.push(client)
    sendWaiting()
  }

  function sendWaiting(): void {
    while (queue.length > 0) {
      // In turn, so that none is idle for so long that its server ends it.
      const client = idle.shift()
      if (client === undefined) return
      const next = queue.shift()
      if (next === undefined) return
      underWay += 1
      void call(client, next)
    }
  }

  const start = performance.now()
  const most = Math.floor((perSecond * lastsMs) / 1000)
  for (let turn = 0; turn < most; ) {
    const now = performance.now()
    const dueBy = Math.min(most, Math.floor(((now - start) * perSecond) / 1000) + 1)
    for (; turn < dueBy; turn += 1) {
      const due = start + (turn * 1000) / perSecond
      arrived.sentLateMs = Math.max(arrived.sentLateMs, now - due)
      queue.push({ due, turn })
    }
    sendWaiting()
    await sleep(TICK_MS)
  }
  for (const end = performance.now() + 5000; underWay > 0 && performance.now() < end; ) await sleep(5)
  const counts = { ...arrived.counts, hung: underWay + queue.length }
  for (const client of clients) client.close()
  return { ...arrived, counts }
}
