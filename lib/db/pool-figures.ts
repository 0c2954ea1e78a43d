import type pg from 'pg'

/** Connections of a pool: how many are open, how many of them have nothing to do, who waits for one, and the most there may be. */
export type PoolFigures = {
  readonly total: number
  readonly idle: number
  readonly waiting: number
  readonly limit: number
}

export function poolFigures({ totalCount, idleCount, waitingCount, options }: pg.Pool): PoolFigures {
  return { total: totalCount, idle: idleCount, waiting: waitingCount, limit: options.max }
}
