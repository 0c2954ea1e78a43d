import { configDefaults, defineConfig } from 'vitest/config'

const exclude = [...configDefaults.exclude, '**/.next/**', '**/.data/**', 'e2e/**']
const env = { GATELIST_SECRET: 'only for tests, and long enough to be one', LOG_LEVEL: 'silent' }

/** Time limits are part of what these test; another file beside them on two cores would run into them. */
const timed = [
  'lib/db.db.test.ts',
  'lib/api/admin/bad-input.db.test.ts',
  'lib/api/admin/slow-body.db.test.ts',
  'lib/verify/outage.db.test.ts',
  'server/*.db.test.ts',
  'test/**/*.db.test.ts',
]

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
          include: ['**/*.db.test.ts'],
          exclude: [...exclude, ...timed],
        },
      },
      {
        test: {
          ...database,
          name: 'timed',
          include: timed,
          exclude,
          fileParallelism: false,
        },
      },
    ],
  },
})
