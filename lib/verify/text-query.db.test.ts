import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '#test/database'
import { createTextQueries } from './text-query.ts'
import { arrayText, textStatement } from './text-statement.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const CONNECTIONS = 2
const ECHO = textStatement('SELECT $1::text')

async function withQueries<T>(
  use: (queries: ReturnType<typeof createTextQueries>, pool: pg.Pool) => Promise<T>,
  max = CONNECTIONS,
) {
  const pool = new pg.Pool({ connectionString: database.url, max, connectionTimeoutMillis: 2000 })
  const queries = createTextQueries(pool)
  try {
    return await use(queries, pool)
  } finally {
    queries.close()
    await pool.end()
  }
}

describe('reading one text', () => {
  it('answers each of many more than there are connections with its own', async () => {
    await withQueries(async ({ run }, pool) => {
      const texts = Array.from({ length: 200 }, (_, n) => `text ${n}, with "quotes", \\ and ü`)
      expect(await Promise.all(texts.map((text) => run(ECHO([text]))))).toEqual(texts)
      expect(pool.totalCount).toBe(CONNECTIONS)
    })
  })

  it('keeps a connection from one statement to the next', async () => {
    await withQueries(async ({ run }) => {
      const backend = textStatement('SELECT pg_backend_pid()::text')
      const [one, other] = [await run(backend([])), await run(backend([]))]
      expect(other).toBe(one)
    })
  })

  it('keeps no more than a few of those that a slow time took', async () => {
    await withQueries(async (queries, pool) => {
      const slow = textStatement("SELECT pg_sleep(0.1)::text || ''")
      await Promise.all(Array.from({ length: 8 }, () => queries.run(slow([]))))
      expect([pool.totalCount, queries.idle, pool.idleCount]).toEqual([8, 3, 5])
    }, 8)
  })

  it('is null where the text is, and where there is no row', async () => {
    await withQueries(async ({ run }) => {
      expect(await run(textStatement('SELECT NULL::text')([]))).toBeNull()
      expect(await run(textStatement('SELECT 1::text WHERE false')([]))).toBeNull()
    })
  })

  it('ends a connection whose statement failed, and goes on with others', async () => {
    await withQueries(async ({ run }, pool) => {
      const divide = textStatement('SELECT (1 / $1::integer)::text')
      await expect(run(divide(['0']))).rejects.toThrow('division by zero')
      expect(pool.totalCount).toBe(0)
      expect(await run(divide(['1']))).toBe('1')
    })
  })

  it('goes on after its connections were ended from the other side', async () => {
    await withQueries(async ({ run }) => {
      await run(ECHO(['x']))
      const admin = new pg.Client({ connectionString: database.url })
      await admin.connect()
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      await admin.end()
      const answers = await Promise.allSettled(Array.from({ length: 5 }, () => run(ECHO(['y']))))
      expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
      expect(await run(ECHO(['z']))).toBe('z')
    })
  })

  it('writes any texts as an array', async () => {
    const items = ['', 'plain', 'a,b', '{x}', '"', '\\', '\\x00ff', 'NULL', ' spaced ']
    await withQueries(async ({ run }) => {
      const answer = await run(textStatement('SELECT to_json($1::text[])::text')([arrayText(items)]))
      expect(JSON.parse(answer ?? '')).toEqual(items)
    })
  })
})
