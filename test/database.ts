import { randomBytes } from 'node:crypto'
import { closeDatabase } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { cloneTemplate, dropDatabase, testServer } from '#test/template'

export type TestDatabase = { readonly url: string; close(): Promise<void> }

/** A fresh, migrated database, which `#lib/db` uses from now on. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = await cloneTemplate(server, name)
  await closeDatabase()
  resolveEnv({ DATABASE_URL: url })
  return {
    url,
    close: async () => {
      await closeDatabase()
      await dropDatabase(server, name)
    },
  }
}
