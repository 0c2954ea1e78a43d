// Holds keys in the validated cache, and tells how many and what memory that takes. What to hold is in its environment.
import pg from 'pg'
import { createKeyFinder } from '#lib/verify/freshness'
import { createKeySource } from '#lib/verify/source'
import type { HeldKeys } from '../memory.ts'

const { DATABASE_URL = '', NAME = '', MOST_KEYS, CACHE_BYTES } = process.env
const LIMIT_MS = 10_000
const AT_ONCE = 500

const client = new pg.Client({ connectionString: DATABASE_URL })
await client.connect()
const source = createKeySource(DATABASE_URL, LIMIT_MS)
const options = CACHE_BYTES === undefined ? {} : { cacheBytes: Number(CACHE_BYTES) }
const finder = createKeyFinder(source, LIMIT_MS, options)

type Finder = typeof finder

/** Visits digests a few at a time, so that none of them stays in memory unless it is held. */
async function visit(name: string, most: number, look: (digests: string[]) => Promise<unknown>): Promise<void> {
  await client.query('BEGIN')
  await client.query(
    `DECLARE digests CURSOR FOR SELECT encode(digest, 'hex') AS digest FROM api_key WHERE name = '${name}' ORDER BY id`,
  )
  for (let seen = 0; seen < most; ) {
    const { rows } = await client.query<{ digest: string }>(`FETCH ${Math.min(AT_ONCE, most - seen)} FROM digests`)
    if (rows.length === 0) break
    seen += rows.length
    await look(rows.map(({ digest }) => digest))
  }
  await client.query('COMMIT')
}

const findBy = (by: Finder) => (digests: string[]) => Promise.all(digests.map((digest) => by.find(digest)))

async function countHeld(name: string): Promise<number> {
  let held = 0
  await visit(name, Number.POSITIVE_INFINITY, async (digests) => {
    held += digests.filter((digest) => finder.remembers(digest)).length
  })
  return held
}

async function bytesInUse(): Promise<number> {
  // A native buffer is only let go of in a turn after the one that found it unused.
  for (let turn = 0; turn < 5; turn += 1) {
    global.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // `external` has the array buffers in it.
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

// What the first loads leave for good, the compiled code and the connections, is no part of what a key takes.
await visit('first', AT_ONCE, findBy(createKeyFinder(source, LIMIT_MS)))
const before = await bytesInUse()
await visit(NAME, Number(MOST_KEYS ?? Number.POSITIVE_INFINITY), findBy(finder))
const bytes = (await bytesInUse()) - before
const answer: HeldKeys = { held: await countHeld(NAME), bytes }
console.log(JSON.stringify(answer))
await client.end()
await source.close()
