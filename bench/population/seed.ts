import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { env } from '#lib/env'
import { startEmbeddedDatabase } from '#server/embedded-database'
import { lockFolder } from '#server/folder-lock'
import { migrate } from '#server/migrate'
import { projectRoot } from '#server/project-root'
import { populate } from './populate.ts'

/** Fills an empty database, so that staff pages can be looked at, and measured, at a size that matters. */
export async function seed(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      database: { type: 'string' },
      keys: { type: 'string', default: '1000000' },
      workspaces: { type: 'string', default: '2000' },
    },
  })
  const size = { keys: countOf(values.keys), workspaces: countOf(values.workspaces) }
  await withDatabase(values.database ?? env().databaseUrl, async (url) => {
    await migrate(url, join(projectRoot, 'prisma/migrations'))
    const start = performance.now()
    const entries = await populate(url, size)
    const minutes = ((performance.now() - start) / 60_000).toFixed(1)
    console.log(`${size.keys} keys with ${entries} entries in ${size.workspaces} workspaces, in ${minutes} minutes.`)
    console.log('None of their people can sign in: make yourself an account with `gatelist admin`.')
  })
}

function countOf(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= 1) return count
  throw new Error('--keys and --workspaces are whole numbers of at least 1')
}

/** That one, or without one the product's own, whose server must not be running. */
async function withDatabase(url: string | undefined, use: (url: string) => Promise<void>): Promise<void> {
  if (url !== undefined) return use(url)
  const dataDir = resolve(projectRoot, env().dataDir)
  mkdirSync(dataDir, { recursive: true })
  const unlock = lockFolder(dataDir)
  const database = await startEmbeddedDatabase({ dataDir, say: (line) => console.error(line) })
  try {
    await use(database.url)
  } finally {
    await database.stop()
    unlock()
  }
}
