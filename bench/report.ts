import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import type { LoadResult } from './load.ts'
import { pinning } from './processes.ts'

export type Measurement = { subject: string; connections: number; readonly rounds: LoadResult[] }

export type Summary = {
  subject: string
  connections: number
  rate: number
  spread: number
  p50: number
  p99: number
  /** Answers 503, over all rounds. */
  failed: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Medians over the rounds; `spread` is half the range of the rates, as a share of the median. */
export function summarise({ subject, connections, rounds }: Measurement): Summary {
  const rates = rounds.map((round) => round.rate)
  const rate = median(rates)
  return {
    subject,
    connections,
    rate,
    spread: (Math.max(...rates) - Math.min(...rates)) / 2 / rate,
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
    failed: rounds.reduce((sum, round) => sum + round.failed, 0),
  }
}

export function machine(): Record<string, string> {
  const core = cpus()[0]?.model ?? 'unknown'
  return { cpu: `${cpus().length} × ${core}`, kernel: release(), node: process.version, pinning }
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** One row a subject: requests a second, the ratio to the ceiling, and latencies, at each number of connections. */
export function markdownTable(summaries: readonly Summary[], ceiling: string): string {
  const counts = [...new Set(summaries.map((summary) => summary.connections))].sort((a, b) => a - b)
  const head = ['', ...counts.flatMap((count) => [`req/s, ${count} conn.`, 'ratio', 'p50 / p99 ms'])]
  const subjects = [...new Set(summaries.map((summary) => summary.subject))]
  const find = (subject: string, connections: number) =>
    summaries.find((summary) => summary.subject === subject && summary.connections === connections)
  const rows = subjects.map((subject) => [
    subject,
    ...counts.flatMap((count) => {
      const own = find(subject, count)
      const top = find(ceiling, count)
      if (own === undefined || top === undefined) return ['', '', '']
      return [
        `${whole.format(own.rate)} ± ${whole.format(own.spread * 100)}%`,
        (own.rate / top.rate).toFixed(2),
        `${own.p50.toFixed(2)} / ${own.p99.toFixed(2)}`,
      ]
    }),
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** Puts a text between two marks of a Markdown file. */
export function writeBetween(file: string, mark: string, text: string): void {
  const content = readFileSync(file, 'utf8')
  const pattern = new RegExp(`(<!-- ${mark}:start -->)[\\s\\S]*?(<!-- ${mark}:end -->)`)
  if (!pattern.test(content)) throw new Error(`${file} has no place for ${mark}`)
  writeFileSync(
    file,
    content.replace(pattern, (_, start: string, end: string) => `${start}\n${text}\n${end}`),
  )
}
