import { configDefaults, defineConfig } from 'vitest/config'

const exclude = [...configDefaults.exclude, '**/.next/**', '**/.data/**', 'e2e/**']
const env = { GATELIST_SECRET: 'only for tests, and long enough to be one', LOG_LEVEL: 'silent' }

/** Milliseconds are part of what these test, though they need no database. */
const timedUnits = [
  'lib/email/check.test.ts',
  'lib/email/dns/client.test.ts',
  'lib/ip/matcher.test.ts',
  'lib/mail/send.test.ts',
  'lib/verify/share-calls.test.ts',
  'server/busy.test.ts',
  'server/slow-readers.test.ts',
]

/** Time limits are part of what these test, and most of the time they wait: beside what works on two cores they would miss those. */
const timed = [
  ...timedUnits,
  'lib/db.db.test.ts',
  'lib/api/admin/slow-body.db.test.ts',
  'server/{migrate,probes,tracing}.db.test.ts',
  'test/hostile/*.db.test.ts',
]

/** These start servers, and programs in front of them, which wait for their database no longer than they ever do. */
const servers = ['server/*.db.test.ts', 'test/**/*.db.test.ts']

/**
 * What was decided while lists changed and things broke. One wrong answer in a thousand runs is a hole, so none of these is
 * ever tried again.
 */
const histories = [
  'lib/verify/outage.db.test.ts',
  'test/cluster/*.db.test.ts',
  'test/faults.db.test.ts',
  'test/freshness/*.db.test.ts',
]

/** `npm test` asks for one: a time limit can be missed because of what else the machine does. What needs it is told. */
const retry = Number(process.env.TEST_RETRIES ?? 0)

const database = {
  env,
  globalSetup: 'test/database-setup.ts',
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...timedUnits, '**/*.db.test.ts'],
          env,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...database,
          name: 'database',
          setupFiles: 'test/patience.ts',
          include: ['**/*.db.test.ts'],
          exclude: [...exclude, ...timed, ...servers, ...histories],
        },
      },
      {
        test: {
          ...database,
          name: 'servers',
          include: servers,
          exclude: [...exclude, ...timed, ...histories],
          retry,
        },
      },
      {
        test: {
          ...database,
          name: 'timed',
          include: timed,
          exclude: [...exclude, ...histories],
          retry,
        },
      },
      {
        test: {
          ...database,
          name: 'history',
          include: histories,
          exclude,
          fileParallelism: false,
        },
      },
    ],
  },
})
