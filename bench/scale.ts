import type pg from 'pg'
import { dropSearchIndexes, giveSecrets, makeBulkKeys } from './bulk-keys.ts'
import { withGate } from './gate-run.ts'
import { type Arm, cpuMicrosOf, interleave, ROUNDS, ratioOf, SECONDS } from './interleave.ts'
import type { LoadResult } from './load.ts'
import { buildServers } from './measure.ts'
import { copyDatabase, onDatabase } from './on-database.ts'
import { percent, publish, whole } from './publish.ts'
import { median } from './report.ts'
import { withScratchDatabase } from './scratch-database.ts'
import { seedKeys } from './seed.ts'

const LISTED_KEYS = 200
const SHORT = 10
const LONG = 10_000
/** By bench/seed.ts; half of them are called. */
const SEEDED_KEYS = 20_000
const MANY_KEYS = Number(process.env.BENCH_KEYS ?? 1_000_000)
const GOAL = 0.95

type Pair = { small: LoadResult[]; large: LoadResult[] }

/** Measures whether long lists slow the gate down, and whether many keys in the table do. */
export async function benchScale(): Promise<void> {
  await withScratchDatabase(async (url) => {
    await buildServers(['gate'])
    const keys = await measureKeys(url)
    const entries = await measureEntries(url)
    report(entries, keys)
  })
}

/** In two databases, the second a copy of the first with many more keys; the same keys are called in both. */
async function measureKeys(url: string): Promise<Pair> {
  const { admitting } = await onDatabase(url, seedKeys)
  const large = await copyDatabase(url, 'large')
  await onDatabase(large, async (client) => {
    const made = { name: 'uncalled', keys: MANY_KEYS - SEEDED_KEYS, entries: 1, family: 4 } as const
    await fill(client, () => makeBulkKeys(client, made))
  })
  for (const each of [url, large]) await onDatabase(each, (client) => client.query('VACUUM ANALYZE'))
  return interleave([arm('small', url, admitting), arm('large', large, admitting)])
}

/** In one database: as many keys either way, so that only the length of their lists differs. */
async function measureEntries(url: string): Promise<Pair> {
  const [short, long] = await onDatabase(url, async (client) => {
    const made = await fill(
      client,
      async () => [await listedKeys(client, SHORT), await listedKeys(client, LONG)] as const,
    )
    await client.query('VACUUM ANALYZE')
    return made
  })
  return interleave([arm('small', url, short), arm('large', url, long)])
}

/** Every index is there when something is measured. */
async function fill<T>(client: pg.Client, make: () => Promise<T>): Promise<T> {
  const dropped = await dropSearchIndexes(client)
  const made = await make()
  for (const index of dropped) await client.query(index)
  return made
}

async function listedKeys(client: pg.Client, entries: number): Promise<string[]> {
  const name = `lists of ${entries}`
  await makeBulkKeys(client, { name, keys: LISTED_KEYS, entries: entries - 1, family: 4 })
  return giveSecrets(client, name, '127.0.0.1/32')
}

function arm(name: keyof Pair, url: string, secrets: readonly string[]): Arm<keyof Pair, LoadResult> {
  return {
    name,
    run: (round) =>
      withGate(url, async (call) => {
        // Long lists are read by few connections at first: a request waits for its load no longer than a second.
        await call(secrets, { connections: 2, warmUpSeconds: 0, seconds: 0.1 })
        const result = await call(secrets, { everyCallFirst: false, warmUpSeconds: 2 })
        console.error(`round ${round}: ${name}: ${whole(result.rate)} req/s`)
        return result
      }),
  }
}

function report(entries: Pair, keys: Pair): void {
  const rates = (results: readonly LoadResult[]) => results.map(({ rate }) => rate)
  const row = (what: string, { small, large }: Pair) => {
    const { median: ratio, least, most } = ratioOf(rates(large), rates(small))
    const p99 = (results: readonly LoadResult[]) => median(results.map((result) => result.p99)).toFixed(2)
    const micros = (results: readonly LoadResult[]) => median(results.map(cpuMicrosOf)).toFixed(1)
    return [
      ...[what, whole(median(rates(small))), whole(median(rates(large))), percent(ratio)],
      ...[
        `${percent(least)} to ${percent(most)}`,
        `${p99(small)} / ${p99(large)}`,
        `${micros(small)} / ${micros(large)}`,
      ],
    ]
  }
  publish('scale', {
    figures: { rounds: ROUNDS, seconds: SECONDS, entries, keys },
    table: [
      ['', 'req/s, few', 'req/s, many', 'many to few', 'from round to round', 'p99 ms', 'µs of the process a request'],
      row(`${SHORT} and ${whole(LONG)} entries in the list of each called key`, entries),
      row(`${whole(SEEDED_KEYS)} and ${whole(MANY_KEYS)} keys in the table`, keys),
    ],
    caption: `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s; the gate, allowed, warm, at 50 connections. The lists are of ${LISTED_KEYS} keys each way; with many keys in the table, the same 10,000 are called. Goal: ${percent(GOAL)} of the rate with few.`,
  })
}
