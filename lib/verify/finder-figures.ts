import { createHistogram, type Histogram, type HistogramFigures } from '#lib/metrics/histogram'
import type { ReadFigures } from '#lib/metrics/timed-reads'

/** What whoever runs the server watches, as of now or since the start. */
export type FinderFigures = {
  readonly records: number
  readonly bytes: number
  readonly limitBytes: number
  /** Records that had to go for want of room. */
  readonly evictions: number
  /** Lists that could not be read when they were loaded: each admits nobody. */
  readonly unreadable: number
  readonly questions: ReadFigures
  /** How many calls shared each question. */
  readonly callers: HistogramFigures
  readonly loads: ReadFigures
}

export function createCallerCounts(): Histogram {
  return createHistogram([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
}
