import { type Postmaster, stopPostmaster } from '#server/postgres/postmaster'

const LOOK_EVERY_MS = 200
const LONGEST_PAUSE_MS = 5000

/**
 * Watches a PostgreSQL and starts it again when it has died, at once and then with longer pauses: the orphaned backends of
 * a killed one hold its memory for a moment, and a full disk lasts.
 */
export function keepRunning(first: Postmaster, startAgain: () => Postmaster): { pid(): number; stop(): Promise<void> } {
  let current = first
  let pauseMs = 0
  let startedAt = performance.now()
  const watch = setInterval(() => {
    const upMs = performance.now() - startedAt
    if (current.alive()) {
      if (upMs > LONGEST_PAUSE_MS) pauseMs = 0
      return
    }
    if (upMs < pauseMs) return
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(LOOK_EVERY_MS, pauseMs * 2))
    startedAt = performance.now()
    current = startAgain()
  }, LOOK_EVERY_MS)
  watch.unref()
  return {
    pid: () => current.pid,
    stop: async () => {
      clearInterval(watch)
      await stopPostmaster(current)
    },
  }
}
