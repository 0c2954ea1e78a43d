import cliProgress from 'cli-progress'
import type { Io } from '../io.ts'

export type ProgressBar = { advance(by: number): void; stop(): void }

type BarOptions = {
  total: number
  quiet: boolean
  /** What is counted; keys when it is not said. */
  things?: string
}

/** A bar on the terminal of standard error. Elsewhere, and under `--quiet`, nothing. */
export function progressBar(io: Io, options: BarOptions): ProgressBar {
  if (io.stderr.isTTY !== true || options.quiet) return { advance: () => {}, stop: () => {} }
  const bar = new cliProgress.SingleBar({
    stream: io.stderr,
    format: `{bar} {value}/{total} ${options.things ?? 'keys'}, {eta_formatted} left`,
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  })
  bar.start(options.total, 0)
  return { advance: (by) => bar.increment(by), stop: () => bar.stop() }
}
