import type { RunText } from './text-query.ts'
import { textStatement } from './text-statement.ts'

/**
 * The answer to "which keys changed after clock value c?". `now` is the database's time in milliseconds. Values of two origins have
 * nothing to do with each other: the database was restarted, restored, or another took its place.
 */
export type ClockAnswer = {
  value: number
  horizon: number
  now: number
  changed: readonly string[]
  origin: string
}

/** More changes than this in one answer are not listed: everything is forgotten instead. */
export const MAX_CHANGES_LISTED = 10_000

// A function of the database (see its migration): planned once a connection, though the statement has no name.
const QUESTION = textStatement(`SELECT gatelist_changes_since($1, ${MAX_CHANGES_LISTED + 1})`)

/** Asks which keys changed after a clock value. */
export function createAsker(run: RunText): (clock: number) => Promise<ClockAnswer> {
  // The same question is asked many times.
  let last = { clock: Number.NaN, message: QUESTION([]) }
  return async (clock) => {
    if (last.clock !== clock) last = { clock, message: QUESTION([String(clock)]) }
    const answer = await run(last.message)
    if (answer === null) throw new Error('the question of freshness has no answer')
    const [value, horizon, now, changed, origin] = answer.split(' ')
    if (changed === undefined || origin === undefined) throw new Error('the question of freshness has half an answer')
    return {
      value: Number(value),
      horizon: Number(horizon),
      now: Number(now),
      changed: changed === '' ? NOTHING : changed.split(','),
      origin,
    }
  }
}

const NOTHING: readonly string[] = []
