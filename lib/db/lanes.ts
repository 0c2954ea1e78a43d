import { Turnstile } from './turnstile.ts'
import { isDatabaseUnavailable } from './unavailable.ts'

const PATIENCE_MS = 10_000

const lanes = new Map<string, Turnstile>()

/**
 * Runs what changes one thing one after the other in this process, in the order of arrival. In the database they would wait for each other
 * too, each on a connection that somebody else could use, and all of them awake. Who waits for a lock in vain takes all with
 * him who wait behind.
 *
 * @throws DatabaseUnavailable to who has waited for ten seconds
 */
export async function inLane<T>(name: string, run: () => Promise<T>): Promise<T> {
  const lane = lanes.get(name) ?? new Turnstile({ size: 1, patienceMs: PATIENCE_MS, endsAll: isDatabaseUnavailable })
  lanes.set(name, lane)
  try {
    return await lane.pass(run)
  } finally {
    if (lane.isIdle) lanes.delete(name)
  }
}
