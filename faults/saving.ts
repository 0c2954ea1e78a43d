import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './admin.ts'
import type { Ledger, Saved } from './ledger.ts'

export type Saving = {
  readonly counts: Record<Saved['outcome'], number>
  readonly ms: Record<Saved['outcome'], number[]>
  /** How often each status was answered. */
  readonly statuses: Record<number, number>
  /** No save begins any more, and those under way have ended. */
  stop(): Promise<void>
}

export type SavePlan = {
  readonly ledgers: readonly Ledger[]
  /** Where the next save goes; null while there is no server. */
  readonly place: (turn: number) => Place | null
  readonly everyMs: number
}

/** Saves one version after the other of each key, all keys side by side. */
export function startSaving({ ledgers, place, everyMs }: SavePlan): Saving {
  const counts = { saved: 0, maybe: 0, refused: 0 }
  const ms: Saving['ms'] = { saved: [], maybe: [], refused: [] }
  const statuses: Record<number, number> = {}
  let isOver = false
  async function saveInTurn(ledger: Ledger, first: number): Promise<void> {
    // As many who know nothing of each other would, and not all at once.
    await sleep((first * everyMs) / ledgers.length)
    for (let turn = first; !isOver; turn += 1) {
      const where = place(turn)
      if (where !== null) {
        const saved = await ledger.save(where)
        counts[saved.outcome] += 1
        ms[saved.outcome].push(saved.ms)
        statuses[saved.status] = (statuses[saved.status] ?? 0) + 1
      }
      await sleep(everyMs)
    }
  }
  const all = Promise.all(ledgers.map(saveInTurn))
  return {
    ...{ counts, ms, statuses },
    async stop() {
      isOver = true
      await all
    },
  }
}
