import cluster from 'node:cluster'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { closeDatabase } from '#lib/db'
import { type Env, resolveEnv } from '#lib/env'
import { startEmbeddedDatabase } from '#server/embedded-database'
import { lockFolder } from '#server/folder-lock'
import { checkInstallation, keptSecret } from '#server/installation'
import { migrate } from '#server/migrate'
import { patiently } from '#server/patiently'
import { projectRoot } from '#server/project-root'
import { keepSecretsFollowed } from '#server/secrets-worker'
import { onShutdown } from '#server/shutdown'

export const migrationsFolder = join(projectRoot, 'prisma/migrations')

const say = (line: string) => console.log(line)

const folderOf = ({ dataDir }: Env) => resolve(projectRoot, dataDir)

/** Takes the data folder for this process, when its PostgreSQL is to run there. Throws StartProblem when another holds it. */
export function holdFolder(configured: Env): void {
  if (configured.databaseUrl !== undefined) return
  mkdirSync(folderOf(configured), { recursive: true })
  const unlock = lockFolder(folderOf(configured))
  onShutdown('folder', async () => unlock())
}

/** Opens the database, one of its own where none is named, and brings it up to date. Where it is goes to `process.env`. */
export async function openStore(configured: Env): Promise<void> {
  let url = configured.databaseUrl
  if (url === undefined) {
    say('Starting PostgreSQL')
    const database = await startEmbeddedDatabase({ dataDir: folderOf(configured), say })
    onShutdown('PostgreSQL', () => database.stop())
    url = database.url
    resolveEnv({ DATABASE_URL: url })
  }
  onShutdown('connections', closeDatabase)
  const applied = await migrate(url, migrationsFolder)
  if (applied.length > 0) say(`Migrated the database: ${applied.join(', ')}`)
}

/** Finds the master secret and sees that it is this installation's. With all that was found out it goes to `process.env`. */
export async function openInstallation(configured: Env, found: Record<string, string> = {}): Promise<Env> {
  const dataDir = folderOf(configured)
  // The pages are bundled apart and read the configuration from process.env.
  const resolved = resolveEnv({ ...found, GATELIST_SECRET: configured.secret ?? keptSecret(dataDir) })
  const secretFrom = configured.secret === undefined ? join(dataDir, 'secret') : 'GATELIST_SECRET'
  const note = await patiently(() => checkInstallation(secretFrom))
  if (note !== null && cluster.isPrimary) say(note)
  onShutdown('master secret', keepSecretsFollowed())
  return resolved
}
