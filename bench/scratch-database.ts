import { resolveEnv } from '#lib/env'
import { migrate } from '#server/migrate'
import { startTestPostgres, sweepTestFolders } from '#test/postgres'

export const BENCH_SECRET = 'the master secret of a bench that nobody else uses'

/**
 * Runs `measure` on an empty, migrated database of a PostgreSQL of its own, with safe settings, and removes both. Before that it
 * removes what runs have left that were killed.
 */
export async function withScratchDatabase<T>(measure: (url: string) => Promise<T>): Promise<T> {
  await sweepTestFolders()
  const postgres = await startTestPostgres([])
  try {
    resolveEnv({ GATELIST_SECRET: BENCH_SECRET, DATABASE_URL: postgres.url })
    await migrate(postgres.url, 'prisma/migrations')
    return await measure(postgres.url)
  } finally {
    await postgres.stop()
  }
}
