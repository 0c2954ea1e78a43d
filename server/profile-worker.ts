import { followTraffic, freshenProfiles } from '#lib/key-profiles/freshen'
import { log } from '#lib/log'

const EVERY_MS = 1000
const TRAFFIC_EVERY_MS = 60_000
/** Further back than the last look: a process may have been busy. */
const LOOK_BACK_MS = 10 * 60_000

/**
 * Keeps what staff filter keys by in step with keys and their traffic, so that a reader finds little left to do. Any process may do
 * it, and all may at once.
 *
 * @returns what stops it
 */
export function keepProfilesFresh(): () => void {
  let followedAt = 0
  let timer = setTimeout(work, EVERY_MS).unref()
  async function work(): Promise<void> {
    try {
      await freshenProfiles()
      if (Date.now() - followedAt >= TRAFFIC_EVERY_MS) {
        await followTraffic(new Date(Date.now() - LOOK_BACK_MS))
        followedAt = Date.now()
      }
    } catch (error) {
      log.warn({ err: error }, 'profiles of keys were not made anew')
    }
    timer = setTimeout(work, EVERY_MS).unref()
  }
  return () => clearTimeout(timer)
}
