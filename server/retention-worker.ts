import { isDatabaseUnavailable } from '#lib/db'
import { log } from '#lib/log'
import { sweepOld } from '#lib/retention/sweep-old'

const HOUR_MS = 3_600_000
/** A start has more urgent work. */
const FIRST_MS = 90_000

/**
 * Removes every hour, and once soon after the start, what was kept for long enough.
 *
 * @returns what stops it, once the work under way has ended
 */
export function keepTablesBounded(): () => Promise<void> {
  let stopped = false
  let round = Promise.resolve()
  let timer = setTimeout(next, FIRST_MS).unref()
  function next(): void {
    round = sweep().then(() => {
      if (!stopped) timer = setTimeout(next, HOUR_MS).unref()
    })
  }
  return async () => {
    stopped = true
    clearTimeout(timer)
    await round
  }
}

async function sweep(): Promise<void> {
  try {
    const removed = await sweepOld()
    if (Object.keys(removed).length > 0) log.info({ removed }, 'old rows removed')
  } catch (error) {
    if (!isDatabaseUnavailable(error)) log.warn({ err: error }, 'old rows were not removed')
  }
}
