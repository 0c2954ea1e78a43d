import { lookForExpiries } from '#lib/alerts/expiring'
import { lookForPolicyEnds } from '#lib/alerts/policy-warnings'
import { sweepAlerts } from '#lib/alerts/sweep'
import { log } from '#lib/log'
import { sweepDeliveries } from '#lib/webhooks/sweep'

const EVERY_MS = 5 * 60_000
/** A start has enough to do. */
const FIRST_MS = 10_000

/**
 * Looks every five minutes what is about to expire or to be ended by a policy, and forgets what is old. Any process may do it, and all may at once.
 *
 * @returns what stops it
 */
export function lookAtAlerts(): () => void {
  let timer = setTimeout(look, FIRST_MS).unref()
  async function look(): Promise<void> {
    try {
      await lookForExpiries()
      await lookForPolicyEnds()
      await sweepAlerts()
      await sweepDeliveries()
    } catch (error) {
      log.warn({ err: error }, 'alerts were not looked at')
    }
    timer = setTimeout(look, EVERY_MS).unref()
  }
  return () => clearTimeout(timer)
}
