import { startTestPostgres, sweepTestFolders } from '#test/postgres'
import { ensureTemplate } from '#test/template'
import { buildServer } from '../scripts/bootstrap.mjs'

/** One PostgreSQL for all database tests. TEST_DATABASE_SERVER names another, on which the user may create databases. */
export default async function setup(): Promise<() => Promise<void>> {
  // Before the test files run side by side: some of them start servers.
  await buildServer()
  const given = process.env.TEST_DATABASE_SERVER
  if (given !== undefined) {
    await ensureTemplate(given)
    return async () => undefined
  }
  await sweepTestFolders()
  const server = await startTestPostgres()
  process.env.TEST_DATABASE_SERVER = server.url
  await ensureTemplate(server.url)
  return () => server.stop()
}
