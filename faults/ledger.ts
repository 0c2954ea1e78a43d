import { performance } from 'node:perf_hooks'
import { type Save, type Verify, violations } from '#test/freshness/history'
import { addressOf } from '#test/freshness/recorder'
import type { Outcome, VerifyClient } from '#test/freshness/verify-client'
import { issueKey, type Place, saveList } from './admin.ts'
import { listOf } from './list-version.ts'
import { createNumberLog } from './number-log.ts'

type OpenSave = { state: number; invoked: number; returned: number }

/** `maybe`: no answer, or one of trouble: it was done or not, and stays so. */
export type Saved = { readonly outcome: 'saved' | 'maybe' | 'refused'; readonly status: number; readonly ms: number }

/**
 * One key and all that was done with it, each save another version of its list. Saves of one key follow one another. Times are of
 * one clock, this process's.
 */
export type Ledger = {
  readonly keyId: string
  readonly secret: string
  /** Version of the newest save, whatever became of it. */
  readonly newest: () => number
  save(place: Place): Promise<Saved>
  /** Calls from the address that version `version` admits. Rejects as the client does. */
  verify(client: VerifyClient, version: number): Promise<Outcome>
  /** What the list is now, by the database, which settles what became of saves without an answer. Returns what contradicts it. */
  settle(version: number | null): string[]
  /** Versions whose save was acknowledged, in order. */
  acknowledged(): number[]
  /** All that were ever asked for. */
  asked(): number
  /** Decisions that no order of events explains. */
  check(): string[]
}

export async function openLedger(place: Place): Promise<Ledger> {
  const first = { state: 1, invoked: performance.now(), returned: Number.POSITIVE_INFINITY }
  const { id, secret } = await issueKey(place, listOf(1))
  first.returned = performance.now()
  return ledgerOf({ id, secret }, first)
}

function ledgerOf({ id, secret }: { id: string; secret: string }, first: OpenSave): Ledger {
  const saves: OpenSave[] = [first]
  const verifies = createNumberLog(4)
  const acknowledged = [first.state]
  let number = first.state

  async function save(place: Place): Promise<Saved> {
    number += 1
    const made = { state: number, invoked: performance.now(), returned: Number.POSITIVE_INFINITY }
    // Listed before it is made: from now on it may be seen.
    saves.push(made)
    const { status, ms } = await saveList(place, id, listOf(number))
    if (status === 200) {
      made.returned = performance.now()
      // Those before it without an answer can be seen no more.
      for (const one of saves) if (one.returned === Number.POSITIVE_INFINITY) one.returned = made.returned
      acknowledged.push(made.state)
      return { outcome: 'saved', status, ms }
    }
    if (status === 0 || status >= 500) return { outcome: 'maybe', status, ms }
    saves.pop()
    return { outcome: 'refused', status, ms }
  }

  function settle(version: number | null): string[] {
    const at = saves.findIndex((one) => one.state === version)
    if (version === null || at === -1) return ['a list is none that was saved whole']
    const newest = acknowledged.at(-1) ?? 0
    if (version < newest) return [`the list is version ${version}, though the save of ${newest} was acknowledged`]
    // Never done, for ever.
    saves.splice(at + 1)
    const now = performance.now()
    for (const one of saves) if (one.returned === Number.POSITIVE_INFINITY) one.returned = now
    return []
  }

  return {
    keyId: id,
    secret,
    newest: () => number,
    save,
    settle,
    async verify(client, version) {
      const sent = performance.now()
      const outcome = await client.verify({ secret, token: null }, addressOf(version))
      const answered = performance.now()
      if (outcome !== 'unanswered') verifies.add(version, outcome === 'allowed' ? 1 : 0, sent, answered)
      return outcome
    },
    acknowledged: () => [...acknowledged],
    asked: () => number,
    check: () => violations(saves satisfies Save[], [...verifies.rows()].map(verifyOf)).map(told),
  }
}

function verifyOf([caller = 0, allowed = 0, sent = 0, answered = 0]: Float64Array): Verify {
  return { caller, allowed: allowed === 1, sent, answered }
}

function told({ verify, legal }: ReturnType<typeof violations>[number]): string {
  const { caller, allowed } = verify
  return `the caller of version ${caller} was ${allowed ? 'let through' : 'refused'} while the list was ${legal.join(' or ')}`
}
