import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** So many different wrong credentials may come from one place in so long. */
export type AttemptBudget = { readonly wrong: number; readonly windowSeconds: number }

export type FailedAttempts = {
  /**
   * Notes that a credential from somewhere was wrong.
   *
   * @param from where it came from
   * @param shown what was shown there; the same again counts once
   * @returns seconds until the next may be tried when there have been too many, else null
   */
  note(from: string, shown: string): number | null
  /** How many places are remembered. */
  readonly places: number
}

/** Kept small, because whoever has a whole network can come from as many places as they like. */
const MOST_PLACES = 4096

type Window = { readonly endsAt: number /** Null once there were too many. */; shown: Set<number> | null }

/**
 * Counts failures, in memory and by place. What is wrong again and again, such as a program with a dead key, is no guess and counts
 * once; who guesses shows something else each time.
 *
 * @param clock milliseconds, of any beginning
 */
export function createFailedAttempts(budget: AttemptBudget, clock: () => number): FailedAttempts {
  const windows = new LRUCache<string, Window>({ max: MOST_PLACES })

  function windowOf(from: string, now: number): Window {
    const known = windows.get(from)
    if (known !== undefined && known.endsAt > now) return known
    const begun: Window = { endsAt: now + budget.windowSeconds * 1000, shown: new Set() }
    windows.set(from, begun)
    return begun
  }

  return {
    note(from, shown) {
      const now = clock()
      const window = windowOf(from, now)
      window.shown?.add(digestOf(shown))
      if (window.shown !== null && window.shown.size > budget.wrong) window.shown = null
      return window.shown === null ? Math.max(1, Math.ceil((window.endsAt - now) / 1000)) : null
    },
    get places() {
      return windows.size
    },
  }
}

/** Nothing to find a credential by. Two that fall together count as one, which harms nobody. */
function digestOf(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 7), 16)
}
