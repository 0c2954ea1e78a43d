/** Whether this process is behind with its work, because something kept it from everything else for long. */
export type Busy = { isBusy(): boolean; stop(): void }

const LOOK_EVERY_MS = 100
/** Calls that waited for so long are late already, and those behind them will be. */
const BLOCKED_MS = 1000
/** It has to catch up first. */
const CATCH_UP_MS = 1000

/** Watches the event loop from now on. A process that was stopped or got no processor counts as blocked too. */
export function watchEventLoop(): Busy {
  let lookedAt = performance.now()
  let busyUntil = Number.NEGATIVE_INFINITY
  const look = () => {
    const now = performance.now()
    // Whoever asks may come before the timer does.
    if (now - lookedAt > BLOCKED_MS) busyUntil = now + CATCH_UP_MS
    lookedAt = now
    return now
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  return {
    isBusy: () => look() < busyUntil,
    stop: () => clearInterval(timer),
  }
}
