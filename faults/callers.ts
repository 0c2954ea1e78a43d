import { setTimeout as sleep } from 'node:timers/promises'
import { type Outcome, openVerifyClient, type VerifyClient } from '#test/freshness/verify-client'
import type { Ledger } from './ledger.ts'

/**
 * `hung`: nothing came within the time in which everything must be answered or refused. `lost`: the connection ended before an answer
 * came, or could not be made. `other`: an answer that there must not be.
 */
export type Counts = Record<Outcome | 'lost' | 'hung' | 'other', number>

export type Calling = {
  readonly counts: Counts
  /** How long answers took, in milliseconds: those that decided, and those that told of trouble. */
  readonly ms: { readonly decided: number[]; readonly unanswered: number[] }
  /** What other answers there were, the first few. */
  readonly others: string[]
  /** When the newest answer that decided something came. */
  decidedAt(): number
  stop(): Promise<void>
}

/** `port`: of the server that is asked now; null while there is none. `every`: a pause after each call, in milliseconds. */
export type CallPlan = {
  readonly ledgers: readonly Ledger[]
  readonly port: () => number | null
  readonly callers: number
  readonly everyMs?: number
  readonly hungMs?: number
}

const HUNG_MS = 5000
const REST_MS = 5

/** Callers who verify without a pause: mostly from the address of the newest version, and from that of the one before. */
export function startCalling(plan: CallPlan): Calling {
  const state = { isOver: false, decidedAt: Number.NEGATIVE_INFINITY }
  const counts: Counts = emptyCounts()
  const ms: Calling['ms'] = { decided: [], unanswered: [] }
  const others: string[] = []

  async function callOnce(client: VerifyClient, turn: number): Promise<Outcome | 'hung'> {
    const ledger = plan.ledgers[turn % plan.ledgers.length]
    if (ledger === undefined) throw new Error('there is nothing to verify')
    const version = Math.max(1, ledger.newest() - (turn % 3 === 0 ? 1 : 0))
    const start = performance.now()
    const outcome = await inTime(ledger.verify(client, version), plan.hungMs ?? HUNG_MS)
    if (outcome === 'hung') return outcome
    const now = performance.now()
    if (outcome !== 'unanswered') state.decidedAt = now
    ms[outcome === 'unanswered' ? 'unanswered' : 'decided'].push(now - start)
    return outcome
  }

  async function call(first: number): Promise<void> {
    let client: VerifyClient | null = null
    for (let turn = first; !state.isOver; turn += 1) {
      try {
        client ??= await open(plan.port())
        const outcome = await callOnce(client, turn)
        counts[outcome] += 1
        if (outcome === 'hung') client = drop(client)
        await sleep(outcome === 'unanswered' ? REST_MS : (plan.everyMs ?? 0))
      } catch (error) {
        client = drop(client)
        if (isAnswer(error)) {
          counts.other += 1
          if (others.length < 5) others.push(error.message)
        } else if (!(error instanceof NoServer)) counts.lost += 1
        await sleep(REST_MS)
      }
    }
    drop(client)
  }

  const all = Promise.all(Array.from({ length: plan.callers }, (_, caller) => call(caller * 7)))
  return {
    ...{ counts, ms, others },
    decidedAt: () => state.decidedAt,
    async stop() {
      state.isOver = true
      await all
    },
  }
}

export function emptyCounts(): Counts {
  return { allowed: 0, 'address refused': 0, 'key refused': 0, unanswered: 0, lost: 0, hung: 0, other: 0 }
}

class NoServer extends Error {}

function open(port: number | null): Promise<VerifyClient> {
  if (port === null) throw new NoServer()
  return openVerifyClient(port)
}

function drop(client: VerifyClient | null): null {
  client?.close()
  return null
}

/** An answer that was none of those a verify may have, as opposed to a connection that could not be made. */
function isAnswer(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('unexpected answer')
}

/** `hung` when it is not there in time; what comes later is judged all the same. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T | 'hung'> {
  const timer = new AbortController()
  try {
    return await Promise.race([work, sleep(ms, 'hung' as const, { signal: timer.signal })])
  } finally {
    timer.abort()
    work.catch(() => undefined)
  }
}
