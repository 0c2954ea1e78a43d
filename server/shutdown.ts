import { log } from '#lib/log'

type Hook = { name: string; run: () => Promise<void> }

const hooks: Hook[] = []

/** Runs `run` when the process ends, after the last request; the latest registered goes first. */
export function onShutdown(name: string, run: () => Promise<void>): void {
  hooks.unshift({ name, run })
}

let ending: Promise<void> | undefined

/** Runs all hooks once; who asks again waits for the same run. */
export function runShutdownHooks(): Promise<void> {
  ending ??= runHooks()
  return ending
}

async function runHooks(): Promise<void> {
  for (const { name, run } of hooks) {
    try {
      await run()
    } catch (error) {
      log.error({ err: error }, `shutdown: ${name} failed`)
    }
  }
}

/** More than the drain, the hooks and PostgreSQL's own stop take together. */
const LAST_RESORT_MS = 40_000

type Ending = {
  /** Says that the end is near, and gives those who heard it the time to turn elsewhere. */
  announce(): Promise<void>
  stop(): Promise<void>
}

/** Ends once, at the first SIGTERM or SIGINT. npm passes on a signal that the terminal sent to all, so it may come twice. */
export function onSignal({ announce, stop }: Ending): void {
  let stopping = false
  const stopInTime = () => {
    setTimeout(() => process.exit(1), LAST_RESORT_MS).unref()
    return stop()
  }
  const begin = () => {
    if (stopping) return
    stopping = true
    announce()
      .then(stopInTime)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'shutdown failed')
          process.exit(1)
        },
      )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, begin)
}
