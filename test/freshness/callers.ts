import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask, History, Recorder } from './recorder.ts'
import { ConnectionLost, openVerifyClient } from './verify-client.ts'

export type Question = { readonly history: History; readonly ask: Ask }

/** Where somebody calls, and until when. */
export type Line = { readonly port: number; readonly server: number; isOver(): boolean }

/** After a 503, as a caller should. */
const REST_MS = 5

/** Puts one question after the other on one connection, and on a new one where that is lost. */
export async function callAgain(
  recorder: Recorder,
  line: Line,
  nextQuestion: () => Question | undefined | Promise<Question | undefined>,
): Promise<void> {
  let client = await openVerifyClient(line.port)
  while (!line.isOver()) {
    const question = await nextQuestion()
    if (question === undefined) break
    try {
      const outcome = await recorder.verify(client, line.server, question)
      if (outcome === 'unanswered') await sleep(REST_MS)
    } catch (error) {
      client.close()
      if (!(error instanceof ConnectionLost)) throw error
      client = await openVerifyClient(line.port)
    }
  }
  client.close()
}

/** Puts questions on a connection of their own. */
export async function callOnce(recorder: Recorder, line: Line, questions: readonly Question[]): Promise<void> {
  const left = [...questions]
  await callAgain(recorder, line, () => left.shift())
}

/** Puts a question in the moment in which a save has returned, when whatever was read before it is old by the least. */
export function callAtReturns(recorder: Recorder, line: Line, ask: Ask): Promise<void> {
  return callAgain(recorder, line, async () => {
    const history = await recorder.nextSaved()
    return history && { history, ask }
  })
}

/** In a fourth of the questions, what is revoked; every other of those is about what is being revoked these days. */
const DOOMED_EVERY = 4
const NEAR = 12

export type Targets = {
  readonly edited: readonly History[]
  readonly doomed: readonly History[]
  /** How many of the doomed were revoked. */
  revoked(): number
}

/** The questions of one caller, by number. */
export function questionsOf({ edited, doomed, revoked }: Targets, caller: number): () => Question | undefined {
  const isDirect = caller % 2 === 0
  let turn = caller
  return () => {
    turn += 1
    if (doomed.length > 0 && turn % DOOMED_EVERY === 0) {
      const history = doomed[turn % (2 * DOOMED_EVERY) === 0 ? near(revoked(), doomed.length) : below(doomed.length)]
      return history && { history, ask: { isDirect, isForPrevious: turn % 8 === 0 && below(4) === 0 } }
    }
    const history = edited[(turn * 7 + caller) % edited.length]
    // Mostly the latest caller, who must be let through, or the one before, who must not.
    return history && { history, ask: { isDirect, isForPrevious: turn % 3 === 0 } }
  }
}

function near(place: number, count: number): number {
  return Math.min(Math.max(place + below(NEAR) - NEAR / 2, 0), count - 1)
}

function below(count: number): number {
  return Math.floor(Math.random() * count)
}
