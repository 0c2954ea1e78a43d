import { performance } from 'node:perf_hooks'
import { type Editor, untilAnswered } from './editor.ts'
import type { Save, State, Verify } from './history.ts'
import { ConnectionLost, type Outcome, type VerifyClient } from './verify-client.ts'

/** A key's secret, and a management token of its workspace. */
export type VerifiedKey = { readonly secret: string; readonly token: string }

/** What was done to one thing that decides about keys. `callers`: those that were ever admitted alone, the latest last. */
export type History = {
  readonly id: string
  readonly keys: readonly VerifiedKey[]
  readonly callers: number[]
  readonly saves: Save[]
  readonly verifies: Verify[]
}

/** How a question is put: at the gate itself or by the admin API, about the caller who is admitted or the one before. */
export type Ask = { readonly isDirect: boolean; readonly isForPrevious: boolean }

/** What one server did. `ms`: how long its answers took, those that decided something. */
export type ServerCounts = { readonly outcomes: Record<Outcome | 'connection lost', number>; readonly ms: number[] }

/** The address of a caller, by its number: a different one each time. */
export function addressOf(caller: number): string {
  return `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`
}

/** Admitted by a key that is only ever revoked, and refused by it. */
export const FIRST_CALLER = 1
export const STRANGER = 2

/** Does saves and verifies, and writes down when. */
export function createRecorder(serverCount: number) {
  const totals = { verifies: 0, revocations: 0, callers: STRANGER }
  const saves: Record<string, number> = {}
  const revocations: Record<string, number> = {}
  const returned: History[] = []
  let waiting: ((history: History | undefined) => void)[] = []
  const servers = Array.from({ length: serverCount }, newCounts)

  async function save({ id, callers, saves: own }: History, editor: Editor): Promise<void> {
    if (editor.leaves === 'one') {
      totals.callers += 1
      callers.push(totals.callers)
    }
    const caller = callers.at(-1) ?? STRANGER
    const made = { state: stateOf(editor, caller), invoked: performance.now(), returned: Number.POSITIVE_INFINITY }
    // Listed before it is made: from now on it may be seen.
    own.push(made)
    await untilAnswered(() => editor.save(id, addressOf(caller)))
    made.returned = performance.now()
  }

  function wake(history: History | undefined): void {
    const woken = waiting
    waiting = []
    for (const resolve of woken) resolve(history)
  }

  return {
    totals,
    saves,
    revocations,
    servers,
    /** Whose saves returned, the latest last. */
    returned,
    async save(history: History, editor: Editor): Promise<void> {
      await save(history, editor)
      const isRevocation = editor.leaves === 'revoked'
      if (isRevocation) totals.revocations += 1
      const counts = isRevocation ? revocations : saves
      counts[editor.name] = (counts[editor.name] ?? 0) + 1
      returned.push(history)
      wake(history)
    },
    /** What is saved next, in the moment in which that returns; undefined when nothing is saved any more. */
    nextSaved: () => new Promise<History | undefined>((resolve) => void waiting.push(resolve)),
    endSaves: () => wake(undefined),
    async verify(
      client: VerifyClient,
      server: number,
      { history, ask }: { history: History; ask: Ask },
    ): Promise<Outcome> {
      const key = history.keys[Math.floor(Math.random() * history.keys.length)]
      const counts = servers[server]
      if (key === undefined || counts === undefined) throw new Error('there is nothing to verify')
      const caller = history.callers.at(ask.isForPrevious ? -2 : -1) ?? FIRST_CALLER
      const sent = performance.now()
      const outcome = await client
        .verify({ ...key, token: ask.isDirect ? null : key.token }, addressOf(caller))
        .catch((error: unknown) => {
          if (error instanceof ConnectionLost) counts.outcomes['connection lost'] += 1
          throw error
        })
      const answered = performance.now()
      counts.outcomes[outcome] += 1
      if (outcome === 'unanswered') return outcome
      history.verifies.push({ caller, allowed: outcome === 'allowed', sent, answered })
      counts.ms.push(answered - sent)
      totals.verifies += 1
      return outcome
    },
  }
}

export type Recorder = ReturnType<typeof createRecorder>

function newCounts(): ServerCounts {
  const outcomes = { allowed: 0, 'address refused': 0, 'key refused': 0, unanswered: 0, 'connection lost': 0 }
  return { outcomes, ms: [] }
}

function stateOf({ leaves }: Editor, caller: number): State {
  return leaves === 'one' || leaves === 'as before' ? caller : leaves
}
