import { env } from '#lib/env'
import { log } from '#lib/log'
import { sweepTraffic } from '#lib/traffic/sweep-traffic'

const HOUR_MS = 3_600_000
/** A start has more urgent work. */
const FIRST_MS = 60_000

/** Removes every hour, and once soon after the start, what has been kept of callers for long enough. Any process may do it. */
export function keepTrafficBounded(): NodeJS.Timeout {
  let sweeping = false
  const sweep = () => {
    if (sweeping) return
    sweeping = true
    sweepTraffic({ retentionDays: env().trafficRetentionDays })
      .then(
        (removed) => {
          if (removed > 0) log.info({ removed }, 'old traffic removed')
        },
        (error: unknown) => log.warn({ err: error }, 'old traffic was not removed'),
      )
      .finally(() => {
        sweeping = false
      })
  }
  setTimeout(sweep, FIRST_MS).unref()
  return setInterval(sweep, HOUR_MS).unref()
}
