import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { programOf } from './fixtures.ts'
import { type ImportWish, importKeys } from './issue-keys.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const wish = (requestId: string): ImportWish => ({
  ...{ name: 'n', actorId: 'a', scopes: [], metadata: null, visibility: 'secret', rateLimit: null },
  ...{ ttlSeconds: 60, entries: [], requestId, rawKey: `raw ${requestId}` },
})

async function makeProgram() {
  const { id: workspaceId } = await prisma().workspace.create({ data: { name: 'w' }, select: { id: true } })
  return programOf({ workspaceId })
}

it('a batch under very many request ids takes few of the locks that all transactions share', async () => {
  const actor = await makeProgram()
  const wishes = Array.from({ length: 1000 }, (_, n) => wish(`request ${n}`))
  const locks = await transaction(async (tx) => {
    expect((await importKeys(tx, actor, wishes)).filter((id) => id !== null)).toHaveLength(1000)
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`
    return row?.count
  })
  expect(locks).toBeLessThanOrEqual(64)
})

it('nobody waits for the same request id of another workspace', async () => {
  const [mine, other] = [await makeProgram(), await makeProgram()]
  await transaction(async (tx) => {
    await importKeys(tx, mine, [wish('the same')])
    expect(await transaction((theirs) => importKeys(theirs, other, [wish('the same')]))).toHaveLength(1)
  })
})
