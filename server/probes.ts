import { jsonAnswer } from '#lib/api/answer'
import { type Door, readingDoor } from '#server/door'
import type { Readiness } from '#server/readiness'

export type Probes = {
  readonly door: Door
  /** Whether somebody looks at readiness again and again, and so will see it change. */
  isWatched(): boolean
}

/** A load balancer asks more often. */
const WATCHED_MS = 60_000

const ALIVE = jsonAnswer(200, { status: 'ok' })
const READY = jsonAnswer(200, { status: 'ready' })

/** `/healthz`: this process turns. `/readyz`: it may be sent calls. Neither tells a caller anything else. */
export function createProbes(readiness: Readiness): Probes {
  let askedAt = Number.NEGATIVE_INFINITY
  return {
    isWatched: () => performance.now() - askedAt < WATCHED_MS,
    door: readingDoor(
      new Map([
        ['/healthz', async () => ALIVE],
        [
          '/readyz',
          async () => {
            askedAt = performance.now()
            const reasons = await readiness.reasons()
            return reasons.length === 0 ? READY : jsonAnswer(503, { status: 'unavailable', reasons })
          },
        ],
      ]),
    ),
  }
}
