import { AggregatorRegistry } from 'prom-client'
import type { Figures } from '#server/workers/messages'

export type Gathering = {
  /** Asks all. @returns the sum of what they say as text for Prometheus; null when one says nothing */
  gather(): Promise<string | null>
  /** What one of them said. */
  take(round: number, figures: Figures): void
}

const WAIT_MS = 2000

type Round = { readonly figures: Figures[]; readonly wanted: number; done(text: string | null): void }

/** @param ask asks every worker for its figures, and says how many there are */
export function createGathering(ask: (round: number) => number): Gathering {
  const rounds = new Map<number, Round>()
  let begun = 0
  return {
    gather() {
      begun += 1
      const round = begun
      return new Promise((resolve) => {
        const done = (text: string | null) => {
          clearTimeout(timer)
          rounds.delete(round)
          resolve(text)
        }
        // Without one of them every counter would seem to fall.
        const timer = setTimeout(done, WAIT_MS, null)
        rounds.set(round, { figures: [], wanted: ask(round), done })
      })
    },
    take(number, figures) {
      const round = rounds.get(number)
      if (round === undefined) return
      round.figures.push(figures)
      if (round.figures.length === round.wanted) {
        void AggregatorRegistry.aggregate(round.figures)
          .metrics()
          .then(round.done, () => round.done(null))
      }
    },
  }
}
