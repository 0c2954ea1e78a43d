import { startTestPostgres, sweepTestFolders } from '#test/postgres'
import { startServer } from '#test/servers'
import { onServer } from '#test/template'
import { type ServerName, variablesOf } from './servers.ts'

const SECRET = 'only for browser tests, and long enough to be one'

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
  const shared = { DATABASE_URL: url.href, GATELIST_SECRET: SECRET }

  const servers = await Promise.all(
    Object.entries(variablesOf).map(async ([name, env]) => {
      const server = await startServer({ env: { ...shared, ...env } })
      return [name as ServerName, server] as const
    }),
  )
  process.env.E2E_SERVERS = JSON.stringify({
    urls: Object.fromEntries(servers.map(([name, server]) => [name, server.url])),
    shared,
  })
  return async () => {
    await Promise.all(servers.map(([, server]) => server.stop()))
    await postgres.stop()
  }
}
