import { type ReadName, traced } from '#lib/tracing/tracing'
import { createHistogram, type Histogram, type HistogramFigures } from './histogram.ts'

/** How long reads of one kind took, failed ones among them, in seconds. */
export type ReadFigures = { readonly durations: HistogramFigures; readonly failed: number }

/** Times reads of one kind. */
export type TimedReads = ReadFigures & { time<T>(read: () => Promise<T>): Promise<T> }

/** A question on a quiet machine takes half a millisecond; whoever asks has given up after half a second. */
const SECONDS = [0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]

/** @param name what each is called where traces are written */
export function createTimedReads(name: ReadName): TimedReads {
  const durations: Histogram = createHistogram(SECONDS)
  let failed = 0
  return {
    durations,
    get failed() {
      return failed
    },
    async time(read) {
      const start = performance.now()
      try {
        return await traced(name, read)
      } catch (error) {
        failed += 1
        throw error
      } finally {
        durations.observe((performance.now() - start) / 1000)
      }
    },
  }
}
