import cliProgress from 'cli-progress'
import type { Io } from '../io.ts'

export type ProgressBar = { advance(by: number): void; stop(): void }

/** A bar on the terminal of standard error. Elsewhere, and under `--quiet`, nothing. */
export function progressBar(io: Io, options: { total: number; quiet: boolean }): ProgressBar {
  if (io.stderr.isTTY !== true || options.quiet) return { advance: () => {}, stop: () => {} }
  const bar = new cliProgress.SingleBar({
    stream: io.stderr,
    format: '{bar} {value}/{total} keys, {eta_formatted} left',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  })
  bar.start(options.total, 0)
  return { advance: (by) => bar.increment(by), stop: () => bar.stop() }
}
