import { collectDefaultMetrics, Registry } from 'prom-client'
import { addGauge } from './figures.ts'
import { addDatabaseMetrics, addDeliveryMetrics, addRequestMetrics } from './process-metrics.ts'
import type { RequestTimes } from './request-times.ts'
import { addVerificationMetrics } from './verification-metrics.ts'

export type Metrics = {
  readonly contentType: string
  /** All figures as they are now, in the text format of Prometheus. */
  read(): Promise<string>
  /** The same as data. */
  figures(): ReturnType<Registry['getMetricsAsJSON']>
}

/**
 * The figures of this process. Their labels are closed sets: no id, no address, nothing that a caller chose.
 *
 * @param isReady whether the process may be sent calls
 */
export function createMetrics(times: RequestTimes, isReady: () => Promise<boolean>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addGauge(
    registry,
    { name: 'gatelist_ready', help: '1 while /readyz answers 200, else 0', amongWorkers: 'min' },
    async () => [{ value: (await isReady()) ? 1 : 0 }],
  )
  addVerificationMetrics(registry)
  addRequestMetrics(registry, times)
  addDatabaseMetrics(registry)
  addDeliveryMetrics(registry)
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    figures: () => registry.getMetricsAsJSON(),
  }
}
