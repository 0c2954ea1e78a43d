import { performance } from 'node:perf_hooks'
import type { Editor } from './editors.ts'
import { type Save, type State, type Verify, type Violation, violations } from './history.ts'
import { openVerifyClient, type VerifyClient } from './verify-client.ts'

/** A key's secret, and a management token of its workspace. */
export type VerifiedKey = { readonly secret: string; readonly token: string }

/** What is edited, by its id, and the keys that it alone decides about. */
export type Subject = {
  readonly id: string
  readonly keys: readonly VerifiedKey[]
  readonly editors: readonly Editor[]
}

export type FreshnessPlan = {
  ports: readonly number[]
  subjects: readonly Subject[]
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

/** `callers`: those that were ever admitted alone, the latest last. */
type History = Subject & { readonly callers: number[]; readonly saves: Save[]; readonly verifies: Verify[] }

type Ask = { readonly isDirect: boolean; readonly isForPrevious: boolean }

/** The address of a caller, by its number: a different one each time. */
function addressOf(caller: number): string {
  return `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`
}

/**
 * Lets every server verify in a loop while keys, lists and ceilings change through every editor, spread over the whole run, and
 * checks the history of each.
 */
export async function runFreshness(plan: FreshnessPlan): Promise<FreshnessReport> {
  const started = performance.now()
  const progress = { verifies: 0, unanswered: 0, callers: 0 }
  const histories: History[] = plan.subjects.map((one) => ({ ...one, callers: [], saves: [], verifies: [] }))
  const countBy: Record<string, number> = {}

  async function saveNext({ id, callers, saves }: History, editor: Editor): Promise<void> {
    if (editor.leaves === 'one') {
      progress.callers += 1
      callers.push(progress.callers)
    }
    const caller = callers.at(-1) ?? 0
    const state: State = editor.leaves === 'anyone' ? 'anyone' : caller
    const save = { state, invoked: performance.now(), returned: Number.POSITIVE_INFINITY }
    // Listed before it is made: from now on it may be seen.
    saves.push(save)
    await editor.save(id, addressOf(caller))
    save.returned = performance.now()
    countBy[editor.name] = (countBy[editor.name] ?? 0) + 1
  }

  async function edit(history: History, index: number): Promise<void> {
    const own = Math.ceil(plan.saves / histories.length)
    for (let done = 0; done < own; done += 1) {
      // One more save for each share of the verifies, so that no part of the run is without changes.
      const due = ((done + index / histories.length) / own) * plan.verifies
      while (progress.verifies < due) await new Promise((resolve) => setTimeout(resolve, 1))
      const editor = history.editors[(done + index) % history.editors.length]
      if (editor !== undefined) await saveNext(history, editor)
    }
  }

  async function verifyNext(client: VerifyClient, { callers, keys, verifies }: History, ask: Ask): Promise<void> {
    const key = keys[Math.floor(Math.random() * keys.length)]
    if (key === undefined) throw new Error('a key must be verified')
    const caller = callers.at(ask.isForPrevious ? -2 : -1) ?? 1
    const sent = performance.now()
    const outcome = await client.verify({ ...key, token: ask.isDirect ? null : key.token }, addressOf(caller))
    if (outcome === 'unanswered') {
      progress.unanswered += 1
      return
    }
    verifies.push({ caller, allowed: outcome === 'allowed', sent, answered: performance.now() })
    progress.verifies += 1
  }

  async function verify(port: number, index: number): Promise<void> {
    const client = await openVerifyClient(port)
    for (let turn = index; progress.verifies < plan.verifies; turn += 1) {
      const history = histories[(turn * 7 + index) % histories.length]
      if (history === undefined) return
      // Mostly the latest caller, who must be let through, or the one before, who must not.
      await verifyNext(client, history, { isDirect: index % 2 === 0, isForPrevious: turn % 3 === 0 })
    }
    client.close()
  }

  for (const history of histories) {
    const [first] = history.editors
    if (first?.leaves !== 'one') throw new Error('somebody must edit')
    await saveNext(history, first)
  }
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
