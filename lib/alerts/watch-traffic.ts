import { transaction } from '#lib/db'
import type { StoredCaller } from '#lib/traffic/store'
import { callsOfInterest } from './key-calls.ts'
import type { NewAlert } from './new-alert.ts'
import { raiseAlerts } from './raise.ts'
import { readCalledKeys } from './read-called-keys.ts'
import { trafficAlerts } from './traffic-alerts.ts'

/**
 * Looks at a batch of calls that was just stored: refusals and new callers of working keys become alerts. Nothing is read when
 * nothing of the kind is in it, and never more than a bounded part of it is looked at.
 */
export async function watchTraffic(callers: readonly StoredCaller[]): Promise<void> {
  const called = callsOfInterest(callers)
  if (called.length === 0) return
  const keys = await readCalledKeys(called)
  const alerts = called.flatMap((calls): NewAlert[] => {
    const key = keys.get(calls.keyId)
    return key === undefined ? [] : trafficAlerts(key, calls)
  })
  if (alerts.length > 0) await transaction((tx) => raiseAlerts(tx, alerts))
}
