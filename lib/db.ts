import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { limitedPool } from '#lib/db/pool'
import { statementName } from '#lib/db/prepared'
import { Turnstile } from '#lib/db/turnstile'
import { isWithoutAnswer } from '#lib/db/unavailable'
import { env } from '#lib/env'
import { type Prisma, PrismaClient } from '#lib/generated/prisma/client'
import { traced } from '#lib/tracing/tracing'

export { DatabaseUnavailable, isDatabaseUnavailable } from '#lib/db/unavailable'

export type Tx = Prisma.TransactionClient

type Database = { pool: pg.Pool; prisma: PrismaClient; changes: Turnstile }

// The pages are bundled apart from the server, in the same process; one key on globalThis gives both the same pool.
const HELD: unique symbol = Symbol.for('gatelist.database') as never
const holder = globalThis as { [HELD]?: Database }

function database(): Database {
  holder[HELD] ??= open()
  return holder[HELD]
}

function open(): Database {
  const { databaseUrl, databasePoolSize } = env()
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set')
  const pool = limitedPool(databaseUrl, databasePoolSize)
  return {
    pool,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: statementName }) }),
    // Changes of one key wait for each other by a row lock; some connections stay free for those who only read.
    changes: new Turnstile({
      size: Math.max(1, Math.floor(databasePoolSize * 0.6)),
      patienceMs: 10_000,
      endsAll: isWithoutAnswer,
    }),
  }
}

/** The one pool of this process. Every call ends within a second, in an answer or an error (lib/db/pool.ts). */
export function pool(): pg.Pool {
  return database().pool
}

export function prisma(): PrismaClient {
  return database().prisma
}

/** Runs `fn` in one transaction. Waits its turn while many others change something, for at most ten seconds. */
export function transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  const { prisma: client, changes } = database()
  return traced('database transaction', () =>
    changes.pass(() => client.$transaction(fn, { maxWait: 2000, timeout: 8000 })),
  )
}

/** Closes every connection; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = holder[HELD]
  delete holder[HELD]
  await open?.prisma.$disconnect()
  await open?.pool.end()
}
