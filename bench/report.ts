import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import type { LoadResult } from './load.ts'
import { pinning } from './processes.ts'

export type Measurement = { subject: string; connections: number; readonly rounds: LoadResult[] }

export type Summary = {
  subject: string
  connections: number
  rate: number
  /** Of each round, in order. */
  rates: readonly number[]
  spread: number
  p50: number
  p99: number
  /** Answers 503, over all rounds. */
  failed: number
  /** The share of the time in which the load generator had something to do. */
  generatorBusy: number
  /** How many cores the server kept busy. */
  serverCpu: number
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
    rates,
    spread: (Math.max(...rates) - Math.min(...rates)) / 2 / rate,
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
    failed: rounds.reduce((sum, round) => sum + round.failed, 0),
    generatorBusy: median(rounds.map((round) => round.busy)),
    serverCpu: median(rounds.map((round) => round.serverCpu)),
  }
}

export function machine(): Record<string, string> {
  const core = cpus()[0]?.model ?? 'unknown'
  return { cpu: `${cpus().length} × ${core}`, kernel: release(), node: process.version, pinning }
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
