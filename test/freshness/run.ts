import { performance } from 'node:perf_hooks'
import type { Editor } from './editors.ts'
import { type Save, type Verify, type Violation, violations } from './history.ts'
import { openVerifyClient } from './verify-client.ts'

export type FreshnessPlan = {
  ports: readonly number[]
  /** A management token; every other connection verifies by the admin API with it. */
  token: string
  keys: readonly { id: string; secret: string }[]
  editors: readonly Editor[]
  verifies: number
  saves: number
  connectionsPerServer: number
}

export type FreshnessReport = {
  verifies: number
  allowed: number
  /** Not among the verifies. */
  unanswered: number
  saves: Readonly<Record<string, number>>
  violations: readonly Violation[]
  seconds: number
}

type KeyHistory = { id: string; secret: string; saves: Save[]; verifies: Verify[] }

/** The caller that state `state` admits: a different address each time. */
function addressOf(state: number): string {
  return `10.${(state >> 16) & 255}.${(state >> 8) & 255}.${state & 255}`
}

/**
 * Lets every server verify in a loop while the lists change through every editor, spread over the whole run, and checks
 * the history of each key.
 */
export async function runFreshness(plan: FreshnessPlan): Promise<FreshnessReport> {
  const started = performance.now()
  const progress = { verifies: 0, unanswered: 0, states: 0 }
  const histories: KeyHistory[] = plan.keys.map((key) => ({ ...key, saves: [], verifies: [] }))
  const countBy: Record<string, number> = {}

  async function saveNext(history: KeyHistory, editor: Editor): Promise<void> {
    progress.states += 1
    const state = progress.states
    const invoked = performance.now()
    const save = { state, invoked, returned: Number.POSITIVE_INFINITY }
    // Listed before it is made: from now on it may be seen.
    history.saves.push(save)
    await editor.save(history.id, addressOf(state))
    save.returned = performance.now()
    countBy[editor.name] = (countBy[editor.name] ?? 0) + 1
  }

  async function edit(history: KeyHistory, index: number): Promise<void> {
    const own = Math.ceil(plan.saves / histories.length)
    for (let done = 0; done < own; done += 1) {
      // One more save for each share of the verifies, so that no part of the run is without changes.
      const due = ((done + index / histories.length) / own) * plan.verifies
      while (progress.verifies < due) await new Promise((resolve) => setTimeout(resolve, 1))
      const editor = plan.editors[(done + index) % plan.editors.length]
      if (editor !== undefined) await saveNext(history, editor)
    }
  }

  async function verify(port: number, index: number): Promise<void> {
    const client = await (index % 2 === 0 ? openVerifyClient(port) : openVerifyClient(port, plan.token))
    for (let turn = index; progress.verifies < plan.verifies; turn += 1) {
      const history = histories[(turn * 7 + index) % histories.length]
      if (history === undefined) return
      // Mostly the latest state, which must be let through, or the one before, which must not.
      const caller = history.saves.at(turn % 3 === 0 ? -2 : -1)?.state ?? 1
      const sent = performance.now()
      const outcome = await client.verify(history.secret, addressOf(caller))
      if (outcome === 'unanswered') {
        progress.unanswered += 1
        continue
      }
      history.verifies.push({ caller, allowed: outcome === 'allowed', sent, answered: performance.now() })
      progress.verifies += 1
    }
    client.close()
  }

  const first = plan.editors[0]
  if (first === undefined) throw new Error('somebody must edit')
  for (const history of histories) await saveNext(history, first)
  const clients = plan.ports.flatMap((port) =>
    Array.from({ length: plan.connectionsPerServer }, (_, index) => verify(port, index)),
  )
  await Promise.all([...histories.map(edit), ...clients])
  return {
    verifies: progress.verifies,
    allowed: histories.reduce((sum, history) => sum + history.verifies.filter((one) => one.allowed).length, 0),
    unanswered: progress.unanswered,
    saves: countBy,
    violations: histories.flatMap((history) => violations(history.saves, history.verifies)),
    seconds: (performance.now() - started) / 1000,
  }
}
