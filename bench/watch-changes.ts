import { setTimeout as sleep } from 'node:timers/promises'
import { type Hammered, type Observed, startHammer } from './hammer.ts'

/** How one change showed, in milliseconds from the answer to its save. */
export type Effect = {
  /** Calls that were sent after that answer and still judged by the old rule. */
  stale: number
  /** When the last of them was sent; 0 when there were none. */
  staleForMs: number
  /** When the first call that was sent after it was answered by the new rule. */
  obeyedAfterMs: number
}

/** Saves a rule that admits the caller, or one that does not; resolves when the save is answered. */
export type Save = (admits: boolean) => Promise<void>

export type Watched = Hammered & { changes: number; save: Save; refusal: number }

const SETTLED = 50
const LONGEST_MS = 30_000

/** Shuts the caller out and lets it in again, so many times, while it calls without a pause. */
export async function watchChanges({ changes, save, refusal, ...hammered }: Watched): Promise<Effect[]> {
  const hammer = startHammer(hammered)
  const effects: Effect[] = []
  try {
    for (let change = 0; change < changes; change += 1) {
      const admits = change % 2 === 1
      const before = hammer.observed.length
      await save(admits)
      const savedAt = performance.now()
      const expected = admits ? 200 : refusal
      await settled(hammer.observed, { savedAt, expected })
      effects.push(effectOf(hammer.observed.slice(before), { savedAt, expected }))
    }
  } finally {
    await hammer.stop()
  }
  return effects
}

type Saved = { savedAt: number; expected: number }

/** Until the last calls were all answered by the new rule. */
async function settled(observed: readonly Observed[], { savedAt, expected }: Saved): Promise<void> {
  for (;;) {
    const last = observed.slice(-SETTLED)
    if (last.length === SETTLED && last.every(({ sentAt, status }) => sentAt > savedAt && status === expected)) return
    if (performance.now() - savedAt > LONGEST_MS) {
      throw new Error(
        `${expected} was expected after a change, but came: ${last.map(({ status }) => status).join(', ')}`,
      )
    }
    await sleep(1)
  }
}

/** What the answers of one change tell, those before its save among them. */
export function effectOf(observed: readonly Observed[], { savedAt, expected }: Saved): Effect {
  const after = observed.filter(({ sentAt }) => sentAt > savedAt)
  const stale = after.filter(({ status }) => status !== expected)
  const obeyed = after.filter(({ status }) => status === expected).map(({ answeredAt }) => answeredAt - savedAt)
  return {
    stale: stale.length,
    staleForMs: Math.max(0, ...stale.map(({ sentAt }) => sentAt - savedAt)),
    obeyedAfterMs: Math.min(...obeyed),
  }
}
