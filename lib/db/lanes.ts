import { Turnstile } from './turnstile.ts'
import { isDatabaseUnavailable } from './unavailable.ts'

/** Of a thousand that come at once, the last waits for some 13 seconds: better than to come again and stand at the end. */
const PATIENCE_MS = 20_000

const lanes = new Map<string, Turnstile>()

/** One that works, and one that stands at its lock meanwhile, so that no time passes between them. */
const AT_ONCE = 2

/**
 * Runs what changes one thing two at a time in this process, in the order of arrival. In the database they would wait for each other
 * too, each on a connection that somebody else could use, and all of them awake. Who waits for a lock in vain takes all with
 * him who wait behind.
 *
 * @throws DatabaseUnavailable to who has waited for twenty seconds
 */
export async function inLane<T>(name: string, run: () => Promise<T>): Promise<T> {
  const lane =
    lanes.get(name) ?? new Turnstile({ size: AT_ONCE, patienceMs: PATIENCE_MS, endsAll: isDatabaseUnavailable })
  lanes.set(name, lane)
  try {
    return await lane.pass(run)
  } finally {
    if (lane.isIdle) lanes.delete(name)
  }
}
