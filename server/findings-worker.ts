import { readTakenAt } from '#lib/address-map/read-map'
import { takeMap } from '#lib/address-map/take-map'
import { isDatabaseUnavailable } from '#lib/db'
import { countFindings } from '#lib/findings/count-findings'
import { takeSharedRanges } from '#lib/findings/take-shared-ranges'
import { log } from '#lib/log'

const COUNT_EVERY_MS = 5 * 60_000
/** What sorts every entry. */
const SORT_EVERY_MS = 15 * 60_000
/** A start has more urgent work. */
const FIRST_MS = 15_000
/** Each rests so many times as long as it took, so that it slows at most a hundredth of what is asked. */
const REST = 100

type Work = (signal: AbortSignal) => Promise<unknown>
type Task = { readonly work: Work; readonly everyMs: number; dueAt: number }

/**
 * Counts every five minutes what the rules find, and every quarter of an hour which ranges are shared and what the map shows, so
 * that no page has to; more rarely where it takes long. Any process may do it; they give way to each other.
 *
 * @returns what stops it, and breaks off what is under way
 */
export function keepFindingsCounted(): () => Promise<void> {
  const stop = new AbortController()
  const tasks: Task[] = [
    { work: unlessTaken(takeSharedRanges), everyMs: SORT_EVERY_MS, dueAt: 0 },
    { work: countFindings, everyMs: COUNT_EVERY_MS, dueAt: 0 },
    { work: unlessTaken(takeMap), everyMs: SORT_EVERY_MS, dueAt: 0 },
  ]
  let round = Promise.resolve()
  let timer = setTimeout(begin, FIRST_MS).unref()
  function begin(): void {
    round = doDue(tasks, stop.signal).then(() => {
      if (!stop.signal.aborted) timer = setTimeout(begin, COUNT_EVERY_MS).unref()
    })
  }
  return async () => {
    clearTimeout(timer)
    stop.abort()
    await round
  }
}

async function doDue(tasks: readonly Task[], signal: AbortSignal): Promise<void> {
  for (const task of tasks) {
    const start = performance.now()
    if (signal.aborted || start < task.dueAt) continue
    try {
      await task.work(signal)
    } catch (error) {
      if (!signal.aborted && !isDatabaseUnavailable(error)) log.warn({ err: error }, 'findings were not counted')
    }
    const end = performance.now()
    task.dueAt = end + restAfter(end - start, task.everyMs)
  }
}

/** How long a task rests that took so long. */
export function restAfter(tookMs: number, everyMs: number): number {
  return Math.max(everyMs, tookMs * REST)
}

/** Leaves it where another process, or this one before it was started again, did it lately: the map is taken at the end of a round. */
function unlessTaken(work: Work): Work {
  return async (signal) => {
    const taken = await readTakenAt()
    if (taken === null || Date.now() - taken.at.getTime() >= SORT_EVERY_MS) await work(signal)
  }
}
