import { lookAtAlerts } from '#server/alert-looks'
import { keepAuditTrail } from '#server/audit-worker'
import { keepFindingsCounted } from '#server/findings-worker'
import { keepProfilesFresh } from '#server/profile-worker'
import { keepTablesBounded } from '#server/retention-worker'
import { onShutdown } from '#server/shutdown'
import { keepTrafficBounded } from '#server/traffic-sweep'
import { sendWebhooks } from '#server/webhook-worker'

/** What an installation does beside answering calls. Any number of processes may, but one is enough. */
export function startJobs(): void {
  onShutdown('audit trail', keepAuditTrail())
  const stopLooking = lookAtAlerts()
  onShutdown('alerts', async () => stopLooking())
  onShutdown('webhooks', sendWebhooks())
  const stopProfiles = keepProfilesFresh()
  onShutdown('profiles', async () => stopProfiles())
  onShutdown('findings', keepFindingsCounted())
  onShutdown('retention', keepTablesBounded())
  const sweeper = keepTrafficBounded()
  onShutdown('traffic sweep', async () => clearInterval(sweeper))
}
