import { resolveEnv } from '#lib/env'
import { migrate } from '#server/migrate'
import { startTestPostgres } from '#test/postgres'

export const BENCH_SECRET = 'the master secret of a bench that nobody else uses'

/** Runs `measure` on an empty, migrated database of a PostgreSQL of its own, with safe settings, and removes both. */
export async function withScratchDatabase(measure: (url: string) => Promise<void>): Promise<void> {
  const postgres = await startTestPostgres([])
  try {
    resolveEnv({ GATELIST_SECRET: BENCH_SECRET, DATABASE_URL: postgres.url })
    await migrate(postgres.url, 'prisma/migrations')
    await measure(postgres.url)
  } finally {
    await postgres.stop()
  }
}
