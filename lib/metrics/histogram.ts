/** What was observed, as plain numbers. */
export type HistogramFigures = {
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[]
  /** By bound, each without those before it; the last are those beyond all bounds. */
  readonly counts: readonly number[]
  readonly sum: number
}

export type Histogram = HistogramFigures & { observe(value: number): void }

/** Cheap enough to be kept all the time: an observation is a short search and two additions. */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0)
  counts.push(0)
  let sum = 0
  return {
    bounds,
    counts,
    get sum() {
      return sum
    },
    observe(value) {
      let at = 0
      while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1
      counts[at] = (counts[at] ?? 0) + 1
      sum += value
    },
  }
}
