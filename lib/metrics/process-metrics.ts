import type { Registry } from 'prom-client'
import { pool } from '#lib/db'
import { poolFigures } from '#lib/db/pool-figures'
import { trafficFigures } from '#lib/traffic/record-call'
import { verification } from '#lib/verify/verification'
import { attemptFigures } from '#lib/webhooks/deliver'
import { addCounter, addGauge, addHistogram } from './figures.ts'
import type { RequestTimes } from './request-times.ts'

/** How long the API took for its answers. */
export function addRequestMetrics(registry: Registry, times: RequestTimes): void {
  addHistogram(
    registry,
    {
      name: 'gatelist_request_duration_seconds',
      help: 'From a request of the API to its answer, by route, method and class of status',
      labelNames: ['route', 'method', 'status'],
    },
    () =>
      [...times.all()].map(({ route, method, statusClass, figures }) => ({
        labels: { route, method, status: statusClass },
        value: figures,
      })),
  )
}

/** `verify`: the connections that keys are judged over. `pages`: those of everything else. */
const pools = { verify: () => verification().connections, pages: () => poolFigures(pool()) }

const connectionFigures = [
  { field: 'total', name: 'gatelist_database_connections', help: 'Open connections to PostgreSQL' },
  { field: 'idle', name: 'gatelist_database_connections_idle', help: 'Open connections that have nothing to do' },
  { field: 'limit', name: 'gatelist_database_connections_limit', help: 'The most connections there may be' },
  { field: 'waiting', name: 'gatelist_database_waiting', help: 'Work that waits for a connection' },
] as const

export function addDatabaseMetrics(registry: Registry): void {
  for (const { field, name, help } of connectionFigures) {
    addGauge(registry, { name, help, labelNames: ['pool'] }, () =>
      Object.entries(pools).map(([of, figures]) => ({ labels: { pool: of }, value: figures()[field] })),
    )
  }
}

export function addDeliveryMetrics(registry: Registry): void {
  addGauge(registry, { name: 'gatelist_traffic_keys', help: 'Keys whose calls wait to be written down' }, () => [
    { value: trafficFigures().keys },
  ])
  addCounter(
    registry,
    {
      name: 'gatelist_traffic_lost_calls_total',
      help: 'Calls that were judged but could not be noted for their owner',
    },
    () => [{ value: trafficFigures().lostCalls }],
  )
  addCounter(
    registry,
    {
      name: 'gatelist_webhook_attempts_total',
      help: 'Attempts to deliver a webhook message, by how they ended',
      labelNames: ['outcome'],
    },
    () => Object.entries(attemptFigures()).map(([outcome, value]) => ({ labels: { outcome }, value })),
  )
}
