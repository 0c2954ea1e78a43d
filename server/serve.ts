import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '#lib/env'
import { ensureSigningKeys } from '#lib/tokens/signing-keys'
import { flushTraffic } from '#lib/traffic/record-call'
import { verification } from '#lib/verify/verification'
import { watchEventLoop } from '#server/busy'
import { createDatabaseCheck } from '#server/database-check'
import { openDoors } from '#server/doors'
import { comeBack, createHttp } from '#server/http'
import { startJobs } from '#server/jobs'
import type { Life } from '#server/life'
import { migrationNames } from '#server/migrate'
import { patiently } from '#server/patiently'
import { createProbes } from '#server/probes'
import { createReadiness } from '#server/readiness'
import { onShutdown } from '#server/shutdown'
import { keepSigningKeysYoung } from '#server/signing-keys'
import { holdFolder, migrationsFolder, openInstallation, openStore } from '#server/store'
import { openTracing } from '#server/tracing'

const DRAIN_MS = 10_000
/** In development a restart should be quick, and the page's own WebSocket never ends by itself. */
const DEVELOPMENT_DRAIN_MS = 300

export type Serving = {
  readonly dev: boolean
  readonly withJobs: boolean
  /** `at once`: a port that is taken is known before anything long begins. `when ready`: others answer on the port meanwhile. */
  readonly listens: 'at once' | 'when ready'
  /** What is done at the end of the start. */
  announce(): Promise<void>
}

/** Answers calls, from one process. */
export function createServing({ dev, withJobs, listens, announce }: Serving): Life {
  const readiness = createReadiness()
  const probes = createProbes(readiness)
  const http = createHttp()

  return {
    async start(goOn) {
      const configured = env()
      await openTracing()
      holdFolder(configured)
      const open = () => http.open(configured.host, configured.port)
      const port = listens === 'at once' ? await open() : configured.port
      http.serve((request, response) => {
        if (!probes.door(request, response)) comeBack(request, response)
      })
      goOn()
      await openStore(configured)
      goOn()
      await openInstallation(configured, { PORT: String(port) })
      await patiently(ensureSigningKeys)
      const keyTurner = keepSigningKeysYoung()
      onShutdown('signing keys', async () => clearInterval(keyTurner))
      if (withJobs) startJobs()
      onShutdown('verification', () => verification().close())
      onShutdown('traffic counters', flushTraffic)
      await verification().warm()
      await openDoors(http, { dev, probes, readiness })
      goOn()
      readiness.open(openCheck())
      if (listens === 'when ready') await open()
      await announce()
    },
    async announceEnd(say) {
      const { wasOpen } = readiness.stop()
      const seconds = wasOpen && probes.isWatched() ? env().shutdownDelaySeconds : 0
      if (seconds === 0) return
      say(`Stopping: not ready any more, and calls are taken for another ${seconds} seconds`)
      http.sendElsewhere()
      await sleep(seconds * 1000)
    },
    async end() {
      await http.drain(dev ? DEVELOPMENT_DRAIN_MS : DRAIN_MS)
    },
  }
}

function openCheck() {
  const { databaseUrl } = env()
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set')
  const { check, close } = createDatabaseCheck(databaseUrl, migrationNames(migrationsFolder))
  onShutdown('readiness', close)
  const { isBusy, stop } = watchEventLoop()
  onShutdown('event loop', async () => stop())
  return async () => (isBusy() ? (['busy'] as const) : check())
}
