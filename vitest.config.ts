import { configDefaults, defineConfig } from 'vitest/config'

const exclude = [...configDefaults.exclude, '**/.next/**', '**/.data/**', 'e2e/**']
const env = { GATELIST_SECRET: 'only for tests, and long enough to be one', LOG_LEVEL: 'silent' }

/** Time limits are part of what these test; another file beside them on two cores would run into them. */
const timed = [
  'lib/db.db.test.ts',
  'lib/api/admin/bad-input.db.test.ts',
  'lib/api/admin/slow-body.db.test.ts',
  'server/*.db.test.ts',
  'test/**/*.db.test.ts',
]

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
          exclude: [...exclude, '**/*.db.test.ts'],
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
          exclude: [...exclude, ...timed, ...histories],
        },
      },
      {
        test: {
          ...database,
          name: 'timed',
          include: timed,
          exclude: [...exclude, ...histories],
          fileParallelism: false,
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
