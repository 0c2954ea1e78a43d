import { takeMap } from '#lib/address-map/take-map'
import { isDatabaseUnavailable } from '#lib/db'
import { countFindings } from '#lib/findings/count-findings'
import { takeSharedRanges } from '#lib/findings/take-shared-ranges'
import { log } from '#lib/log'

const EVERY_MS = 5 * 60_000
/** What sorts every entry is done each so many rounds. */
const HEAVY_ROUNDS = 3
/** A start has more urgent work. */
const FIRST_MS = 15_000

/**
 * Counts every five minutes what the rules find, and every quarter of an hour which ranges are shared and what the map shows, so
 * that no page has to. Any process may do it; they give way to each other.
 *
 * @returns what stops it, and breaks off what is under way
 */
export function keepFindingsCounted(): () => Promise<void> {
  const stop = new AbortController()
  let round = Promise.resolve()
  let rounds = 0
  let timer = setTimeout(begin, FIRST_MS).unref()
  function begin(): void {
    const works = rounds++ % HEAVY_ROUNDS === 0 ? [takeSharedRanges, countFindings, takeMap] : [countFindings]
    round = count(works, stop.signal).then(() => {
      if (!stop.signal.aborted) timer = setTimeout(begin, EVERY_MS).unref()
    })
  }
  return async () => {
    clearTimeout(timer)
    stop.abort()
    await round
  }
}

type Work = (signal: AbortSignal) => Promise<unknown>

async function count(works: readonly Work[], signal: AbortSignal): Promise<void> {
  for (const work of works) {
    try {
      if (!signal.aborted) await work(signal)
    } catch (error) {
      if (!signal.aborted && !isDatabaseUnavailable(error)) log.warn({ err: error }, 'findings were not counted')
    }
  }
}
