import { createHistogram, type Histogram, type HistogramFigures } from './histogram.ts'

/** A route of the API. `route` is its template, so there are as many as there are operations. */
export type RouteName = { readonly method: string; readonly route: string }

/** How long the answers of one route took, in seconds. */
export type RouteTimes = { observe(status: number, seconds: number): void }

export type RequestTimes = {
  of(name: RouteName): RouteTimes
  /** `statusClass` is for example `2xx`. */
  all(): Iterable<RouteName & { readonly statusClass: string; readonly figures: HistogramFigures }>
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

type Known = { readonly name: RouteName; readonly byClass: Map<number, Histogram> }

export function createRequestTimes(): RequestTimes {
  const known = new Map<string, Known & RouteTimes>()

  function add(name: RouteName): Known & RouteTimes {
    const byClass = new Map<number, Histogram>()
    return {
      name,
      byClass,
      observe(status, seconds) {
        const statusClass = Math.floor(status / 100)
        let histogram = byClass.get(statusClass)
        if (histogram === undefined) {
          histogram = createHistogram(SECONDS)
          byClass.set(statusClass, histogram)
        }
        histogram.observe(seconds)
      },
    }
  }

  return {
    of(name) {
      const id = `${name.method} ${name.route}`
      const route = known.get(id) ?? add(name)
      known.set(id, route)
      return route
    },
    *all() {
      for (const { name, byClass } of known.values()) {
        for (const [statusClass, figures] of byClass) yield { ...name, statusClass: `${statusClass}xx`, figures }
      }
    },
  }
}
