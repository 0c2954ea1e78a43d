import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'
import { records, startDnsServer } from '#test/dns-server'
import { startTestPostgres, sweepTestFolders } from '#test/postgres'
import { type RunningServer, startServer } from '#test/servers'
import { onServer } from '#test/template'
import { type ServerName, variablesOf } from './servers.ts'

const SECRET = 'only for browser tests, and long enough to be one'

const OUTPUT = join(projectRoot, 'test-results/servers')

/** The one domain of the specs that takes mail. */
const MAIL_DOMAIN = 'example.com'

/**
 * Production servers on one database, one for each way of finding the caller's address. Specs ask `test/e2e/servers.ts`
 * where they are.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await sweepTestFolders()
  const postgres = await startTestPostgres()
  // A database of its own for each run of servers; PostgreSQL's first one stays empty.
  await onServer(postgres.url, (client) => client.query('CREATE DATABASE browser'))
  const url = new URL(postgres.url)
  url.pathname = '/browser'
  const dns = await startDnsServer(({ name, type }) => {
    if (name !== MAIL_DOMAIN) return { responseCode: 3 }
    return { answers: type === 'MX' ? [records.mx(name, `mail.${name}`)] : [] }
  })
  const shared = {
    ...{ DATABASE_URL: url.href, GATELIST_SECRET: SECRET, DNS_SERVERS: dns.address },
    // Every process sends messages, and the receivers of the specs are on this machine.
    WEBHOOK_PRIVATE_TARGETS: '1',
  }

  const stopRest = async () => {
    dns.close()
    await postgres.stop()
  }
  const servers = await startAll(shared).catch(async (error) => {
    await stopRest()
    throw error
  })
  for (const [name, { url }] of servers) if (!('GATELIST_WITHOUT_PAGES' in variablesOf[name])) await warmUp(url)
  process.env.E2E_SERVERS = JSON.stringify({
    urls: Object.fromEntries(servers.map(([name, server]) => [name, server.url])),
    shared,
  })
  return async () => {
    await Promise.all(servers.map(([, server]) => server.stop()))
    keepOutput(servers)
    await stopRest()
  }
}

type Started = readonly [ServerName, RunningServer]

const AT_ONCE = 3

/**
 * The first one migrates and makes the signing keys. All others at once on two cores would wait for them longer than they wait for
 * the database. Where one does not start, none is left running.
 */
async function startAll(shared: Readonly<Record<string, string>>): Promise<Started[]> {
  const names = Object.keys(variablesOf) as ServerName[]
  const servers: Started[] = []
  while (servers.length < names.length) {
    const turn = names.slice(servers.length, servers.length === 0 ? 1 : servers.length + AT_ONCE)
    const ended = await Promise.allSettled(
      turn.map(
        async (name): Promise<Started> => [name, await startServer({ env: { ...shared, ...variablesOf[name] } })],
      ),
    )
    servers.push(...ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])))
    const failed = ended.find((end) => end.status === 'rejected')
    if (failed === undefined) continue
    await Promise.all(servers.map(([, server]) => server.stop()))
    throw failed.reason
  }
  return servers
}

const pages = [
  '/sign-up',
  '/sign-in',
  '/docs',
  '/docs/api',
  '/docs/api/objects',
  '/docs/guides/cli',
  '/settings/profile',
  '/settings/api-keys',
  '/settings/api-keys/new',
  '/settings/api-keys/tokens',
  '/settings/api-keys/tokens/new',
  '/settings/alerts',
  '/settings/alerts/webhooks',
  '/settings/alerts/webhooks/new',
]

/** The first visit of a page loads it, which on a busy machine takes longer than the database may take to answer. */
async function warmUp(url: string): Promise<void> {
  for (const path of pages) for (let tries = 5; tries > 0; tries -= 1) if ((await fetch(url + path)).ok) break
}

/** What the servers warned of, beside the traces of the specs that failed. */
function keepOutput(servers: readonly Started[]): void {
  mkdirSync(OUTPUT, { recursive: true })
  for (const [name, server] of servers) writeFileSync(join(OUTPUT, `${name}.log`), server.output())
}
