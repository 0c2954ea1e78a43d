import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installationIsEmpty } from '#lib/auth/first-account'
import { setupCode } from '#lib/auth/setup-code'
import { closeDatabase, isDatabaseUnavailable } from '#lib/db'
import { type Env, EnvError, env, resolveEnv } from '#lib/env'
import { ensureSigningKeys } from '#lib/tokens/signing-keys'
import { flushTraffic } from '#lib/traffic/record-call'
import { verification } from '#lib/verify/verification'
import { lookAtAlerts } from '#server/alert-looks'
import { keepAuditTrail } from '#server/audit-worker'
import { createDatabaseCheck } from '#server/database-check'
import { openDoors } from '#server/doors'
import { startEmbeddedDatabase } from '#server/embedded-database'
import { keepFindingsCounted } from '#server/findings-worker'
import { lockFolder } from '#server/folder-lock'
import { comeBack, type HttpServer, listen } from '#server/http'
import { checkInstallation, keptSecret } from '#server/installation'
import { migrate, migrationNames } from '#server/migrate'
import { createProbes } from '#server/probes'
import { keepProfilesFresh } from '#server/profile-worker'
import { projectRoot } from '#server/project-root'
import { createReadiness } from '#server/readiness'
import { onShutdown, onSignal, runShutdownHooks } from '#server/shutdown'
import { keepSigningKeysYoung } from '#server/signing-keys'
import { StartProblem } from '#server/start-problem'
import { keepTrafficBounded } from '#server/traffic-sweep'
import { sendWebhooks } from '#server/webhook-worker'

// In development a restart should be quick, and the page's own WebSocket never ends by itself.
const DRAIN_MS = process.argv.includes('--dev') ? 300 : 10_000

const migrationsFolder = join(projectRoot, 'prisma/migrations')

const readiness = createReadiness()
const probes = createProbes(readiness)

const say = (line: string) => console.log(line)

/** A signal came before the start was over. */
class Interrupted extends Error {}

let stopping = false
let http: HttpServer | undefined

function goOn(): void {
  if (stopping) throw new Interrupted()
}

async function start(dev: boolean): Promise<void> {
  const configured = env()
  const dataDir = resolve(projectRoot, configured.dataDir)
  if (configured.databaseUrl === undefined) {
    mkdirSync(dataDir, { recursive: true })
    const unlock = lockFolder(dataDir)
    onShutdown('folder', async () => unlock())
  }
  http = await listen(configured.host, configured.port)
  http.serve((request, response) => {
    if (!probes.door(request, response)) comeBack(request, response)
  })
  goOn()
  await openDatabase(configured, dataDir)
  goOn()

  // The pages are bundled apart and read the configuration from process.env, so all that was found out goes there.
  const resolved = resolveEnv({ PORT: String(http.port), GATELIST_SECRET: configured.secret ?? keptSecret(dataDir) })
  await checkInstallation(configured.secret === undefined ? join(dataDir, 'secret') : 'GATELIST_SECRET')
  await ensureSigningKeys()
  const keyTurner = keepSigningKeysYoung()
  onShutdown('signing keys', async () => clearInterval(keyTurner))
  onShutdown('audit trail', keepAuditTrail())
  const stopLooking = lookAtAlerts()
  onShutdown('alerts', async () => stopLooking())
  onShutdown('webhooks', sendWebhooks())
  const stopProfiles = keepProfilesFresh()
  onShutdown('profiles', async () => stopProfiles())
  onShutdown('findings', keepFindingsCounted())
  onShutdown('verification', () => verification().close())
  onShutdown('traffic counters', flushTraffic)
  const sweeper = keepTrafficBounded()
  onShutdown('traffic sweep', async () => clearInterval(sweeper))

  await openDoors(http, { dev, probes, readiness })
  goOn()
  openReadiness()
  await announce(resolved)
}

async function openDatabase(configured: Env, dataDir: string): Promise<void> {
  let url = configured.databaseUrl
  if (url === undefined) {
    say('Starting PostgreSQL')
    const database = await startEmbeddedDatabase({ dataDir, say })
    onShutdown('PostgreSQL', () => database.stop())
    url = database.url
    resolveEnv({ DATABASE_URL: url })
  }
  onShutdown('connections', closeDatabase)
  const applied = await migrate(url, migrationsFolder)
  if (applied.length > 0) say(`Migrated the database: ${applied.join(', ')}`)
}

function openReadiness(): void {
  const { databaseUrl } = env()
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set')
  const { check, close } = createDatabaseCheck(databaseUrl, migrationNames(migrationsFolder))
  onShutdown('readiness', close)
  readiness.open(check)
}

async function announce({ appUrl, withoutPages }: Env): Promise<void> {
  if (!withoutPages && (await patiently(installationIsEmpty))) {
    say(
      `No account yet. The first one becomes staff: sign up from this machine, or with the set-up code ${setupCode()}`,
    )
  }
  say(`Gatelist is ready: ${appUrl.origin}`)
  process.send?.({ ready: appUrl.origin, port: env().port })
}

/** Opening the pages keeps this process busy for so long that an answer can be read too late: then it is asked for again. */
async function patiently<T>(read: () => Promise<T>, attempts = 5): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (attempts <= 1 || !isDatabaseUnavailable(error)) throw error
    return patiently(read, attempts - 1)
  }
}

function explain(error: unknown): void {
  if (error instanceof EnvError || error instanceof StartProblem) console.error(`\n${error.message}\n`)
  else if (isDatabaseUnavailable(error)) console.error(`\nThe database does not answer: ${(error as Error).message}\n`)
  else console.error(error)
}

const starting = start(process.argv.includes('--dev'))
onSignal({
  async announce() {
    stopping = true
    const { wasOpen } = readiness.stop()
    const seconds = wasOpen && probes.isWatched() ? env().shutdownDelaySeconds : 0
    if (seconds === 0) return
    say(`Stopping: not ready any more, and calls are taken for another ${seconds} seconds`)
    http?.sendElsewhere()
    await sleep(seconds * 1000)
  },
  async stop() {
    say('Stopping: letting requests end')
    await starting.catch(() => undefined)
    await http?.drain(DRAIN_MS)
    await runShutdownHooks()
    say('Stopped')
  },
})
try {
  await starting
} catch (error) {
  if (!(error instanceof Interrupted)) {
    explain(error)
    await runShutdownHooks()
    process.exit(1)
  }
}
