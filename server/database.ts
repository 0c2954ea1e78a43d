import { join, resolve } from 'node:path'
import { isDatabaseUnavailable } from '#lib/db'
import { type Env, EnvError, env } from '#lib/env'
import { backUp } from '#server/backup/back-up'
import { restore } from '#server/backup/restore'
import { migrate } from '#server/migrate'
import { projectRoot } from '#server/project-root'
import { StartProblem } from '#server/start-problem'

// `node dist/database.js …`: what is done to the database from outside of a server.

const USAGE = `Usage:
  database migrate          applies what is missing of this build's migrations, and ends
  database backup FOLDER    writes the built-in database and its secrets to a new folder, while the server runs or not
  database restore FOLDER   brings such a folder back as DATA_DIR; the server must be stopped`

const say = (line: string) => console.log(line)

async function run(command: string | undefined, folder: string | undefined): Promise<void> {
  if (command === 'migrate' && folder === undefined) return migrateOnly(env())
  if ((command !== 'backup' && command !== 'restore') || folder === undefined) throw new StartProblem(USAGE)
  const places = { dataDir: builtIn(env()), folder: resolve(process.env.INIT_CWD ?? process.cwd(), folder), say }
  return command === 'backup' ? backUp(places) : restore(places)
}

async function migrateOnly({ databaseUrl }: Env): Promise<void> {
  if (databaseUrl === undefined)
    throw new StartProblem('DATABASE_URL is not set. The built-in database is migrated when the server starts.')
  const applied = await migrate(databaseUrl, join(projectRoot, 'prisma/migrations'))
  say(applied.length === 0 ? 'Nothing to migrate' : `Migrated the database: ${applied.join(', ')}`)
}

function builtIn({ databaseUrl, dataDir }: Env): string {
  if (databaseUrl === undefined) return resolve(projectRoot, dataDir)
  throw new StartProblem(
    'DATABASE_URL is set: that database is backed up and restored with pg_dump and pg_restore, see docs/operate/backup.md.',
  )
}

try {
  await run(process.argv[2], process.argv[3])
} catch (error) {
  if (error instanceof EnvError || error instanceof StartProblem) console.error(`\n${error.message}\n`)
  else if (isDatabaseUnavailable(error)) console.error(`\nThe database does not answer: ${(error as Error).message}\n`)
  else console.error(error)
  process.exitCode = 1
}
