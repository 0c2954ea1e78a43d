import { ratioOf } from './interleave.ts'
import { whole } from './publish.ts'
import type { Summary } from './report.ts'

/** The rows to show and what they are compared with; at which numbers of connections. */
export type RateTable = { subjects: readonly string[]; ceiling: string; connections: readonly number[] }

/** A generator that had something to do for more of the time than this may be what was measured. */
const BUSY = 0.9

/**
 * One row a subject that was measured: requests a second with the spread of the rounds, the ratio to the ceiling in the same round,
 * and latencies. A rate with † is at least that: the generator had no time left while the server had.
 */
export function rateTable(summaries: readonly Summary[], { subjects, ceiling, connections }: RateTable): string[][] {
  const head = ['', ...connections.flatMap((count) => [`req/s, ${count} conn.`, 'ratio', 'p50 / p99 ms'])]
  const measured = subjects.filter((subject) => summaries.some((summary) => summary.subject === subject))
  return [
    head,
    ...measured.map((subject) => [
      subject,
      ...connections.flatMap((count) => {
        const own = find(summaries, subject, count)
        return own === null ? ['', '', ''] : cells(own, find(summaries, ceiling, count))
      }),
    ]),
  ]
}

function cells(own: Summary, top: Summary | null): string[] {
  const mark = isHeldBack(own) ? ' †' : ''
  const ratio = ratioOf(own.rates, top?.rates ?? []).median
  return [
    `${whole(own.rate)} ± ${whole(own.spread * 100)}%${mark}`,
    ratio.toFixed(ratio < 0.1 ? 3 : 2),
    `${own.p50.toFixed(2)} / ${own.p99.toFixed(2)}`,
  ]
}

/** Whether the generator, and not the server, set the rate. */
export function isHeldBack({ generatorBusy, serverCpu }: Summary): boolean {
  return generatorBusy > BUSY && serverCpu < BUSY
}

export function find(summaries: readonly Summary[], subject: string, connections: number): Summary | null {
  return summaries.find((summary) => summary.subject === subject && summary.connections === connections) ?? null
}
