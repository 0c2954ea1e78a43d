import type { Life } from '#server/life'
import { createServing } from '#server/serve'
import type { FromWorker } from '#server/workers/messages'

/** Where a worker finds which one it is, from 1 on. */
export const WORKER_NUMBER = 'GATELIST_WORKER_NUMBER'

/** One of several processes that answer calls on one port. The first of them does what has to be done once. */
export function createWorker(): Life {
  return createServing({
    dev: false,
    listens: 'when ready',
    withJobs: process.env[WORKER_NUMBER] === '1',
    async announce() {
      process.send?.({ kind: 'ready' } satisfies FromWorker)
    },
  })
}
